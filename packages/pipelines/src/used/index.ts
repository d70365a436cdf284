export { type CommitChoice } from './choose-commits.ts'
export { findKeptObjects, type KeepOptions, type KeptObjects } from './keep-objects.ts'
export { byRemote, listUsedData, type UsedData } from './used-data.ts'
export { collectUsedData, type CollectOptions as CollectUsedOptions } from './collect-used.ts'
