export { collectCacheGarbage, collectRemoteGarbage, type GarbageOptions } from './collect-garbage.ts'
export { compareWithRemote, type RemoteState } from './compare.ts'
export { fetchData } from './fetch.ts'
export { findExisting } from './find-existing.ts'
export { pushData } from './push.ts'
export { forEachOf } from './pool.ts'
export { fetchRunCache, pushRunCache } from './run-cache.ts'
export {
  type FailedTransfer,
  objectKey,
  type ObjectName,
  type TransferOptions,
  type TransferProgress,
  type TransferResult,
  type WantedData,
} from './wanted.ts'
