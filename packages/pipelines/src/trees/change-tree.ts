import { sortEntries, type Tree } from './tree.ts'

/** The entries at a path or below it, with paths as they are. */
export function filterTree(tree: Tree, path: string): Tree {
  return tree.filter((entry) => entry.path === path || entry.path.startsWith(`${path}/`))
}

/** The part of a tree that is a folder of it, with paths from that folder. */
export function subtreeOf(tree: Tree, path: string): Tree {
  return tree
    .filter((entry) => entry.path.startsWith(`${path}/`))
    .map(({ path: whole, md5 }) => ({ path: whole.slice(path.length + 1), md5 }))
}

/** The tree with what is at a path replaced by other entries; by none, it is taken out. Paths of the new ones are those of the tree. */
export function replaceInTree(tree: Tree, path: string, entries: Tree): Tree {
  return sortEntries([...tree.filter((entry) => entry.path !== path && !entry.path.startsWith(`${path}/`)), ...entries])
}
