export { type GitAnswer, type GitPlace, runGit, splitNul, toGitVariables, type Variables } from './git/run-git.ts'
export type { CodeLimits } from './limits.ts'
export { restoreCode, type RestoredCode, type RestoreOptions } from './restore.ts'
export { type CodeSnapshot, type LocalArtifact, type PackedCode, type PackOptions, snapshotCode, type SnapshotOptions } from './snapshot.ts'
