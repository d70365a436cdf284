import type { Random } from '../numerics/random.ts'

/** A classification problem made of synthetic points. A new one is a file beside this one and a line in index.ts. */
export interface Problem {
  /** One sentence for `--help`. */
  readonly summary: string
  /** Coordinates of a point. */
  readonly dimensions: number
  /** Labels run from 0 to `classes - 1`. */
  readonly classes: number
  /**
   * Writes one random point of class `label` into `point` (length `dimensions`; about [-1, 1] in each coordinate).
   * `noise` is the standard deviation of the jitter in the same unit.
   */
  samplePoint(point: Float64Array, label: number, source: { noise: number; random: Random }): void
}
