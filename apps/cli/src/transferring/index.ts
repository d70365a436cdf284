export { openProjectRemote, type RemoteChoice } from './open-project-remote.ts'
export { addTransferOptions, type TransferCommandOptions } from './transfer-options.ts'
export { collectForTransfer, fetchAll, pushAll, tellSummary } from './transfer-all.ts'
export { withTree } from './with-tree.ts'
