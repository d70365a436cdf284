import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseTree, serialiseTree, type Tree, treeIdOf } from '../../trees/index.ts'

/** Trees that were seen, outside of any repository: what was lost from a cache can still be named. It may be deleted at any time. */
export interface TreeMemory {
  remember(oid: string, tree: Tree): void
  recall(oid: string): Tree | undefined
}

export function openTreeMemory(folder: string): TreeMemory {
  const seen = new Set<string>()
  return {
    remember: (oid, tree) => {
      if (seen.has(oid)) return
      seen.add(oid)
      if (read(folder, oid) === undefined) write(folder, oid, tree)
    },
    recall: (oid) => read(folder, oid),
  }
}

function read(folder: string, oid: string): Tree | undefined {
  try {
    const path = join(folder, oid)
    const bytes = readFileSync(path)
    return treeIdOf(bytes) === oid ? parseTree(bytes, path) : undefined
  } catch {
    return undefined
  }
}

/** A disk that is full or may not be written to only means that less is known later. */
function write(folder: string, oid: string, tree: Tree): void {
  const path = join(folder, oid)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${path}.${process.pid}`, serialiseTree(tree))
    renameSync(`${path}.${process.pid}`, path)
  } catch {
    // See above.
  }
}
