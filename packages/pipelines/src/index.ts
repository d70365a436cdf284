export type { Value } from './python/value.ts'
