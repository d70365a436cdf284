export { judge, type Judgement } from './cross-entropy.ts'
export { Network, type NetworkShape } from './network.ts'
export type { Seed, SeedState } from './seed.ts'
