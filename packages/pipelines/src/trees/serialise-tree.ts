import { hash } from 'node:crypto'
import { type Tree, TREE_SUFFIX } from './tree.ts'

/** What `JSON.stringify` writes as Python's `json.dumps` does. */
const plain = /^[\u0020-\u007e]*$/

/** The bytes of a `.dir` object: as Python's `json.dumps(entries, sort_keys=True)` writes them. */
export function serialiseTree(tree: Tree): Buffer {
  const parts = tree.map(({ path, md5 }) => `{"md5": "${md5}", "relpath": ${quote(path)}}`)
  return Buffer.from(`[${parts.join(', ')}]`, 'latin1')
}

/** The id of a folder by the bytes of its tree: their md5, with `.dir`. */
export function treeIdOf(bytes: Uint8Array): string {
  return hash('md5', bytes, 'hex') + TREE_SUFFIX
}

function quote(path: string): string {
  const quoted = JSON.stringify(path)
  if (plain.test(quoted)) return quoted
  return quoted.replace(/[^\u0020-\u007e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
