export { type Cause, createScore, type Findings, rankCauses } from './causes/rank-causes.ts'
export { readSignature, type Signature } from './causes/signature.ts'
export { compareFiles, type CompareOptions } from './compare-files.ts'
export {
  type Comparison,
  defaultTolerance,
  type Difference,
  type EarlyDifference,
  type Evidence,
  type Rung,
  rungs,
  type Tolerance,
  worseRung,
} from './comparison.ts'
export {
  type Change,
  compareEnvironments,
  type EnvironmentDifference,
  type EnvironmentSide,
  type PackageChange,
  type PackageChangeKind,
  parseCondaPackages,
  parseRequirements,
} from './environment/index.ts'
export { describeItem } from './describe-item.ts'
export { type Item, type ItemKind, itemKinds } from './item.ts'
export * from './judge/index.ts'
export { type ArgumentDifference, compareArguments } from './records/compare-arguments.ts'
export { compareRecords, kindOfVariable } from './records/compare-records.ts'
export { type CauseKind, causeKinds, type RecordedDifference, type RecordPart } from './records/difference.ts'
export { compareParams } from './series/compare-params.ts'
export { compareSeries, type SeriesOptions, type SeriesPoint } from './series/compare-series.ts'
export { type JsonTree, parseJsonTree } from './text/parse-json.ts'
export { replacePassingInName } from './text/passing-names.ts'
export { type Setting } from './text/setting.ts'
export { isWallClock, mayBeResult } from './series/wall-clock.ts'
