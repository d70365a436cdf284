export { openProjectRemote } from './open-project-remote.ts'
export type { TransferCommandOptions } from './transfer-options.ts'
export { collectForTransfer, fetchAll, pushAll, tellSummary } from './transfer-all.ts'
export { withTree } from './with-tree.ts'
