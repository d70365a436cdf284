export type { OnProblem } from './attempt.ts'
export { captureEnvironment, type CaptureEnvironmentOptions, type Environment } from './capture-environment.ts'
export type { EnvironmentFiles, FileHashes, HashAlgorithm, ManifestValidation } from './capture-package.ts'
export { type CreateManifestOptions, DataManifest, type LogManifestOptions, type ReadDataOptions } from './data-manifest.ts'
