export { judge, type Judgement } from './cross-entropy.ts'
export { Network } from './network.ts'
export type { Seed, SeedState } from './seed.ts'
