export { findHashAlgorithm, type HashAlgorithm, hashAlgorithms, type Hashes, isHashAlgorithm } from './algorithms.ts'
export { type FileToHash, hashFiles, type HashOptions, type HashProgress } from './hash-files.ts'
export type { FileState, HashOutcome } from './outcome.ts'
export { openStatCache, type StatCache } from './stat-cache/index.ts'
