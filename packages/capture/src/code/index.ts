export type { CodeLimits } from './limits.ts'
export { restoreCode, type RestoredCode, type RestoreOptions } from './restore.ts'
export { type CodeSnapshot, type LocalArtifact, type PackedCode, type PackOptions, snapshotCode, type SnapshotOptions } from './snapshot.ts'
