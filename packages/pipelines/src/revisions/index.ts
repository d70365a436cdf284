export { type NamedCommit, type RevisionChoice, RevisionReader, WORKSPACE } from './revision-reader.ts'
export type { SourceEntry, SourceTree } from './source-tree.ts'
export { openWorkTree } from './work-tree.ts'
