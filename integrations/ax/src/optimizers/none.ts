import type { Optimizer } from './optimizer.ts'

/** Changes nothing: what it is compared with is the program itself. */
export function createNone(): Optimizer {
  return { algorithm: 'none', parameters: {}, optimize: () => Promise.resolve() }
}
