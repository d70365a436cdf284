import { RepriseError } from '@reprise/protocol/errors'
import { staysBelow } from '../paths/index.ts'
import { sortEntries, type Tree, type TreeEntry } from './tree.ts'

/** Longer than any path that a system takes. */
const LONGEST_PATH = 16_384
const digest = /^[0-9a-f]{32}$/

/**
 * Reads a `.dir` object. `name` says which in messages. Throws DATA_LOSS for what is no tree or could lead out of the folder: paths that are
 * absolute, have a `..` or NUL, stand in it twice or go through a file, and digests that are none.
 */
export function parseTree(bytes: Uint8Array, name: string): Tree {
  const values = parseList(bytes, name)
  const entries = values.map((value, index) => toEntry(value, `${name}, entry ${index}`))
  const tree = sortEntries(entries)
  assertNoClash(tree, name)
  return tree
}

function parseList(bytes: Uint8Array, name: string): readonly unknown[] {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
  } catch (error) {
    throw broken(name, `is no JSON: ${(error as Error).message}`, error)
  }
  if (!Array.isArray(value)) throw broken(name, 'is no list')
  return value
}

function toEntry(value: unknown, name: string): TreeEntry {
  if (typeof value !== 'object' || value === null) throw broken(name, 'is no object')
  const { md5, relpath } = value as Readonly<Record<string, unknown>>
  if (typeof md5 !== 'string' || !digest.test(md5)) throw broken(name, `has the digest ${JSON.stringify(md5)}, which is no md5`)
  if (typeof relpath !== 'string' || relpath.length > LONGEST_PATH || !staysBelow(relpath))
    throw broken(name, `has the path ${JSON.stringify(relpath)}, which does not stay below its folder`)
  return { path: relpath, md5 }
}

/** A path that stands there twice, or is a file of one entry and a folder of another. */
function assertNoClash(tree: Tree, name: string): void {
  const folders = new Set<string>()
  // Files of a folder follow each other but for those of folders in it, so few have a folder that is not the last one.
  let last = ''
  for (const [index, { path }] of tree.entries()) {
    if (path === tree[index - 1]?.path) throw broken(name, `has the path ${JSON.stringify(path)} twice`)
    if (path.startsWith(last) && !path.includes('/', last.length)) continue
    let slash = path.lastIndexOf('/')
    last = path.slice(0, slash + 1)
    for (; slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const folder = path.slice(0, slash)
      if (folders.has(folder)) break
      folders.add(folder)
    }
  }
  for (const { path } of tree) if (folders.has(path)) throw broken(name, `has ${JSON.stringify(path)} as a file and as a folder`)
}

function broken(name: string, what: string, cause?: unknown): RepriseError {
  return new RepriseError('DATA_LOSS', `${name} ${what}.`, {
    hint: 'Remove the object from the cache and fetch it from a remote, or add the data again.',
    cause,
  })
}
