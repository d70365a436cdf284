import type { Item } from '../item.ts'

/**
 * What the beginning of the series says. `rounding`: differences of about 1e-7 at the first steps, as another number of threads, BLAS, CPU or
 * precision makes them. `start`: 1e-4 and more within the first three steps, as another seed, order, learning rate or data makes them.
 * `later`: the first steps are the same.
 */
export type Signature = 'rounding' | 'start' | 'later' | 'unknown'

const ROUNDING = 1e-5
const LARGE = 1e-4

/** Reads all metrics that differ; the largest early difference speaks for them. */
export function readSignature(items: readonly Item[]): Signature {
  const early = items
    .filter(({ kind, rung }) => kind === 'metric' && (rung === 'different' || rung === 'numeric'))
    .map(({ evidence }) => evidence.early ?? [])
  const sizes = early.flat().map(({ relative }) => relative)
  if (sizes.length === 0) return 'unknown'
  const largest = Math.max(...sizes)
  if (largest === 0) return 'later'
  if (largest <= ROUNDING) return 'rounding'
  return largest >= LARGE ? 'start' : 'unknown'
}
