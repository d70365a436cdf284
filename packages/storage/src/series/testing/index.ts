import type { FastCheck } from './arbitraries.ts'
import { checkBlockRoundTrip, checkHostileBytes, checkJournalRoundTrip } from './codec-properties.ts'
import { checkBuckets, checkDamagedRun, checkExtents, checkReading } from './series-properties.ts'
import { checkSummaries } from './summary-properties.ts'

export type { FastCheck } from './arbitraries.ts'
export { MemoryRun } from './memory-run.ts'
export * from '../index.ts'

/** Everything that must hold of the series engine, by name; each checks as many random cases as it is told. */
export const seriesProperties: Readonly<Record<string, (fc: FastCheck, runs: number) => void>> = {
  'a journal batch gives back every point in the order of arrival': checkJournalRoundTrip,
  'a block gives back its sections, each point once': checkBlockRoundTrip,
  'damaged bytes end in DATA_LOSS or in points': checkHostileBytes,
  'reading gives the deduplicated points, however the run was sealed': checkReading,
  'buckets are those of the deduplicated points, however the run was sealed': checkBuckets,
  'extents are those of the points, however the run was sealed': checkExtents,
  'reading a damaged run ends in DATA_LOSS or in points': checkDamagedRun,
  'folding points gives the same summary in any order, however often': checkSummaries,
}
