export { compareValues, type FileValues, type ValueChange } from './compare-values.ts'
export { flatten } from './flatten.ts'
export { readMetrics } from './read-metrics.ts'
export { type ParamsChoice, readParams } from './read-params.ts'
export type { FileResult, FileResults } from './read-values.ts'
export {
  type ChangesOptions,
  printChanges,
  printMetrics,
  type PrintOptions,
  type RevisionResults,
  toChangesValue,
  toResultsValue,
  isSameResult,
} from './print-values.ts'
