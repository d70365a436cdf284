import type { Int64 } from '@reprise/protocol'
import type { Fetching } from '../driving.ts'
import { PointBuffer } from '../point-buffer.ts'
import { sliceColumns } from '../point.ts'
import type { PointColumns } from '../point.ts'
import { sortPoints } from '../sort-points.ts'
import { arrangeSeries } from './arrange-series.ts'
import type { AxisRange } from './arrange-series.ts'
import { countPoints, cutToRange, visitPieces } from './pieces.ts'
import { selectPage } from './select-page.ts'
import type { SeriesParts } from './series-parts.ts'

/** Which points of a series to read, and in which order. */
export interface ReadOptions {
  /** `step`: by (step, timestamp, value). `history`: by (timestamp, step, value), as MLflow's get-history. */
  readonly order: 'step' | 'history'
  /** Bounds, both inclusive: on steps in step order, on timestamps in history order. */
  readonly from?: Int64
  readonly to?: Int64
  /** How many points within the bounds to skip, and how many to return at most. */
  readonly offset?: number
  readonly limit?: number
}

const LOWEST = -(2n ** 63n)
const HIGHEST = 2n ** 63n - 1n

/**
 * Reads the points of a series, each once. At one step and timestamp, values ascend and NaN ranks as 0, after 0. A page
 * decodes the blocks whose range it may touch, so little beyond itself unless timestamps and steps are in disorder.
 */
export function* readSeries(parts: SeriesParts, options: ReadOptions): Fetching<PointColumns> {
  const { order, from = LOWEST, to = HIGHEST, offset = 0, limit = Infinity } = options
  const x = order === 'step' ? 'step' : 'time'
  const range: AxisRange | undefined = options.from === undefined && options.to === undefined ? undefined : { x, from, to }
  const arranged = yield* arrangeSeries(parts, range)
  const within = range === undefined ? arranged : yield* cutToRange(arranged, range)
  const { pieces, skipped } = selectPage(within, x, { offset, limit })
  const points = new PointBuffer(pieces.reduce((sum, piece) => sum + countPoints(piece), 0))
  yield* visitPieces(pieces, (decoded, count) => points.copy(decoded, 0, count))
  const { steps, timestamps, values } = points.finish()
  if (order === 'history') sortPoints({ steps: timestamps, timestamps: steps, values }, 0, values.length)
  return sliceColumns({ steps, timestamps, values }, offset - skipped, offset - skipped + limit)
}
