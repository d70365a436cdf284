import type { ArtifactEntry } from '@reprise/client'

export interface TreeRow {
  readonly entry: ArtifactEntry
  readonly name: string
  readonly depth: number
  readonly isOpen: boolean
}

/** The rows of a tree of which some folders are open and listed. With a search: only what has it in its path, and the folders on the way. */
export function rowsOfTree(listings: ReadonlyMap<string, readonly ArtifactEntry[]>, open: ReadonlySet<string>, search = ''): TreeRow[] {
  const wanted = search.toLowerCase()
  const add = (folder: string, depth: number): TreeRow[] => {
    const entries = listings.get(folder) ?? []
    return [...entries.filter(({ isFolder }) => isFolder), ...entries.filter(({ isFolder }) => !isFolder)].flatMap((entry) => {
      const isOpen = entry.isFolder && open.has(entry.path)
      const inner = isOpen ? add(entry.path, depth + 1) : []
      if (wanted !== '' && inner.length === 0 && !entry.path.toLowerCase().includes(wanted)) return []
      return [{ entry, name: entry.path.slice(entry.path.lastIndexOf('/') + 1), depth, isOpen }, ...inner]
    })
  }
  return add('', 0)
}

/** The folders above a path, outermost first; of a folder (it ends in a slash) itself as well. */
export function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'))
}
