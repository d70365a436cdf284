export { assertDataRecorded } from './copies/assert-recorded.ts'
export { copyWorkTree } from './copies/copy-work-tree.ts'
export { type PointResult, readResult } from './copies/result-files.ts'
export { type Assignment, changeValue } from './params/change-value.ts'
export { type Override, parseOverride, type Space } from './params/parse-override.ts'
export { writeParams } from './params/write-params.ts'
export { findOptuna } from './search/find-optuna.ts'
export {
  countGrid,
  listPoints,
  openSearch,
  type Point,
  type Search,
  type SearchKind,
  type SearchOptions,
  type Told,
} from './search/index.ts'
export type { Metric, PointRecord, PointState, SweepDefinition } from './store/records.ts'
export { createSweepFolder, findSweep, listSweeps, SweepFolder } from './store/sweep-folder.ts'
