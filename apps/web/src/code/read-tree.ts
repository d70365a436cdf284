import type { GitObjects } from './read-pack.ts'

export interface CodeFile {
  /** With slashes. */
  readonly path: string
  readonly id: string
  /** Bytes; undefined where they are not in the packs. */
  readonly size: number | undefined
  readonly isLink: boolean
}

/** Files that are listed of one tree. */
const MOST = 20_000
const text = new TextDecoder()

/** All files below a tree, in the order of git; folders that are not in the packs are left out. */
export function listTree(objects: GitObjects, tree: string, prefix = '', found: CodeFile[] = []): CodeFile[] {
  const object = objects.get(tree)
  if (object === undefined) return found
  const { bytes } = object
  for (let at = 0; at < bytes.length && found.length < MOST;) {
    const space = bytes.indexOf(32, at)
    const end = bytes.indexOf(0, space)
    if (space === -1 || end === -1) break
    const mode = text.decode(bytes.subarray(at, space))
    const path = prefix + text.decode(bytes.subarray(space + 1, end))
    const id = Array.from(bytes.subarray(end + 1, end + 21), (byte) => byte.toString(16).padStart(2, '0')).join('')
    at = end + 21
    if (mode === '40000') listTree(objects, id, `${path}/`, found)
    else if (mode !== '160000') found.push({ path, id, size: objects.get(id)?.bytes.length, isLink: mode === '120000' })
  }
  return found
}
