export { restoreCode, type RestoredCode, type RestoreOptions } from './restore.ts'
export { type CodeLimits, type CodeSnapshot, type LocalArtifact, type PackedCode, snapshotCode, type SnapshotOptions } from './snapshot.ts'
