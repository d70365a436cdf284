export type { SourceEntry, SourceTree } from './source-tree.ts'
export { openWorkTree } from './work-tree.ts'
