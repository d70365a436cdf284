export {
  type CodeLimits,
  type CodeSnapshot,
  type LocalArtifact,
  type PackedCode,
  type PackOptions,
  restoreCode,
  type RestoredCode,
  type RestoreOptions,
  snapshotCode,
  type SnapshotOptions,
} from './code/index.ts'
export {
  captureEnvironment,
  type CapturedEnvironment,
  type CaptureEnvironmentOptions,
  type EnvironmentCapture,
  type EnvironmentFiles,
  type EnvironmentLog,
  type EnvironmentOptions,
  keepLockFiles,
  startEnvironmentCapture,
  toEnvironmentParams,
  writeEnvironmentFiles,
} from './environment/index.ts'
export * from './manifest/index.ts'
export { findMainCommand, findProgram } from './programs/index.ts'
export {
  createRedactor,
  createStreamRedactor,
  type FoundSecret,
  isSecretFile,
  isSecretName,
  type RedactedArguments,
  type RedactedText,
  type Redactor,
  redactUrl,
  type StreamRedactor,
} from './secrets/index.ts'
