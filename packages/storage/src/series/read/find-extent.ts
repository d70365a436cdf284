import { compareInt64 } from '@reprise/protocol'
import type { Int64 } from '@reprise/protocol'
import { readJournalSeries } from '../codec/journal-batch.ts'
import type { Fetching } from '../driving.ts'
import { PointBuffer } from '../point-buffer.ts'
import { rangeAlong, readEntries, readPacked } from './arrange-series.ts'
import type { Axis } from './arrange-series.ts'
import { rangeOf } from './pieces.ts'
import type { SeriesParts } from './series-parts.ts'

/** The lowest and highest step or timestamp, both of a point. */
export interface Extent {
  readonly from: Int64
  readonly to: Int64
}

/** How far a series reaches along an axis; undefined when it has no points. Blocks of its own are not fetched. */
export function* findExtent(parts: SeriesParts, x: Axis): Fetching<Extent | undefined> {
  const loose = new PointBuffer(256)
  yield* readPacked(parts, loose)
  for (const row of parts.journal) readJournalSeries(row, parts.keyId, loose)
  loose.settle(0)
  const ranges = readEntries(parts, undefined).map(({ summary }) => rangeAlong(x, summary))
  if (loose.length > 0) ranges.push(rangeOf({ points: loose.finish() }, x))
  const [first, ...others] = ranges
  if (first === undefined) return undefined
  let { low, high } = first
  for (const range of others) {
    if (compareInt64(range.low, low) < 0) low = range.low
    if (compareInt64(range.high, high) > 0) high = range.high
  }
  return { from: low, to: high }
}
