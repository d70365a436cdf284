export { filterTree, replaceInTree, subtreeOf } from './change-tree.ts'
export { parseTree } from './parse-tree.ts'
export { serialiseTree, treeIdOf } from './serialise-tree.ts'
export { isTreeId, sortEntries, type Tree, TREE_SUFFIX, type TreeEntry } from './tree.ts'
