import type { ListedEntry } from '@reprise/pipelines'

/** Files deeper than this many levels are told as the folders in that depth. */
export function limitDepth(entries: readonly ListedEntry[], depth: number): ListedEntry[] {
  const found = new Map<string, ListedEntry>()
  for (const entry of entries) {
    const parts = entry.path.split('/')
    const path = parts.slice(0, depth).join('/')
    if (parts.length <= depth) found.set(path, entry)
    else if (!found.has(path)) found.set(path, { path, isOut: false, isFolder: true, isExecutable: false, size: null, md5: null })
  }
  return [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

export interface TreeRow {
  /** The name behind the lines of the tree. */
  readonly text: string
  /** Undefined for folders on the way to an entry. */
  readonly entry: ListedEntry | undefined
}

type Folder = Map<string, { entry: ListedEntry | undefined; readonly within: Folder }>

/** The rows of a tree, below a row of this name. */
export function drawTree(name: string, entries: readonly ListedEntry[]): TreeRow[] {
  const root: Folder = new Map()
  for (const entry of entries) {
    let folder = root
    const parts = entry.path.split('/')
    for (const [index, part] of parts.entries()) {
      let node = folder.get(part)
      if (node === undefined) folder.set(part, (node = { entry: undefined, within: new Map() }))
      if (index === parts.length - 1) node.entry = entry
      folder = node.within
    }
  }
  return [{ text: name, entry: undefined }, ...drawFolder(root, '')]
}

function* drawFolder(folder: Folder, prefix: string): Generator<TreeRow> {
  const nodes = [...folder].toSorted(([a], [b]) => (a < b ? -1 : 1))
  for (const [index, [name, { entry, within }]] of nodes.entries()) {
    const isLast = index === nodes.length - 1
    yield { text: `${prefix}${isLast ? '└── ' : '├── '}${name}`, entry }
    yield* drawFolder(within, `${prefix}${isLast ? '    ' : '│   '}`)
  }
}
