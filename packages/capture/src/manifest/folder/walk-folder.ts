import { lstatSync, readdirSync, readlinkSync } from 'node:fs'
import { setImmediate as yieldTurn } from 'node:timers/promises'
import type { FileState } from '@reprise/objects'
import type { LinkEntry, ManifestProblem } from '../entry.ts'
import type { PathFilter } from '../paths/path-filter.ts'
import { comparePaths, encodePath, toFsPath } from '../paths/path-text.ts'

/** Entries after which other work gets its turn: some ten milliseconds. */
const TURN = 2_000

/** A regular file as it was found. */
export interface FoundFile {
  readonly type: 'file'
  readonly path: string
  readonly state: FileState
}

export type Found = FoundFile | LinkEntry | ManifestProblem

export interface WalkOptions {
  readonly filter: PathFilter
  /** Paths that are passed over. */
  readonly skip?: ReadonlySet<string>
  /** Ends after this many regular files. */
  readonly maxFiles?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((files: number) => void) | undefined
}

/** What stands in a folder, as bytes (latin1); those of a folder end in a slash, which is what gives paths their order. */
interface Child {
  readonly key: string
  readonly state: FileState | undefined
  readonly kind: 'file' | 'link' | 'folder' | ManifestProblem['type']
  readonly reason: string
}

/** All that is in a folder, in the order of manifests. Links are not followed, folders themselves not listed, and nothing is opened. */
export async function walkFolder(folder: string, options: WalkOptions): Promise<Found[]> {
  const { filter, skip, signal, onProgress, maxFiles = Infinity } = options
  const found: Found[] = []
  const waiting: { prefix: string; children: Child[]; next: number }[] = [
    { prefix: '', children: await listFolder(folder, '', signal), next: 0 },
  ]
  let files = 0
  let seen = 0
  let isInOrder = true
  for (let level = waiting.at(-1); level !== undefined && files < maxFiles; level = waiting.at(-1)) {
    const child = level.children[level.next++]
    if (child === undefined) {
      waiting.pop()
      continue
    }
    if (++seen % TURN === 0) {
      onProgress?.(files)
      await giveTurn(signal)
    }
    const bytes = level.prefix + child.key
    const path = encodePath(child.kind === 'folder' ? bytes.slice(0, -1) : bytes)
    if (child.kind === 'folder') {
      if (filter.entersFolder(path)) await enter(bytes, path)
    } else if (filter.takesFile(path) && skip?.has(path) !== true) {
      if (child.kind === 'file') files += 1
      found.push(toFound(folder, { bytes, path }, child))
    }
  }
  onProgress?.(files)
  // A folder that could not be entered has its place without the slash by which it was sorted.
  return isInOrder ? found : found.sort((a, b) => comparePaths(a.path, b.path))

  async function enter(prefix: string, path: string): Promise<void> {
    try {
      waiting.push({ prefix, children: await listFolder(folder, prefix, signal), next: 0 })
    } catch (error) {
      signal?.throwIfAborted()
      found.push(toProblem(path, error))
      isInOrder = false
    }
  }
}

async function listFolder(folder: string, prefix: string, signal: AbortSignal | undefined): Promise<Child[]> {
  const children: Child[] = []
  for (const name of readdirSync(toFsPath(folder, prefix), 'latin1')) {
    children.push(look(folder, prefix, name))
    if (children.length % TURN === 0) await giveTurn(signal)
  }
  return children.sort((a, b) => (a.key < b.key ? -1 : 1))
}

async function giveTurn(signal: AbortSignal | undefined): Promise<void> {
  await yieldTurn()
  signal?.throwIfAborted()
}

function look(folder: string, prefix: string, name: string): Child {
  try {
    const stats = lstatSync(toFsPath(folder, prefix + name), { bigint: true })
    const { dev, ino, size, mtimeNs, ctimeNs, mode } = stats
    const state = { dev, ino, size, mtimeNs, ctimeNs, mode }
    if (stats.isFile()) return { key: name, state, kind: 'file', reason: '' }
    if (stats.isDirectory()) return { key: `${name}/`, state, kind: 'folder', reason: '' }
    if (stats.isSymbolicLink()) return { key: name, state, kind: 'link', reason: '' }
    const reason = stats.isFIFO() ? 'a FIFO' : stats.isSocket() ? 'a socket' : 'a device'
    return { key: name, state, kind: 'special', reason }
  } catch (error) {
    const { type, reason } = toProblem(name, error)
    return { key: name, state: undefined, kind: type, reason }
  }
}

interface Place {
  readonly bytes: string
  readonly path: string
}

function toFound(folder: string, { bytes, path }: Place, { kind, state, reason }: Child): Found {
  if (kind === 'file' && state !== undefined) return { type: 'file', path, state }
  if (kind === 'unreadable' || kind === 'changed' || kind === 'special') return { type: kind, path, reason }
  try {
    return { type: 'link', path, target: encodePath(readlinkSync(toFsPath(folder, bytes), 'latin1')) }
  } catch (error) {
    return toProblem(path, error)
  }
}

/** What was listed and is gone changed; everything else could not be read. */
function toProblem(path: string, error: unknown): ManifestProblem {
  const { code = String(error) } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') return { type: 'changed', path, reason: 'it was removed while the folder was read' }
  return { type: 'unreadable', path, reason: code }
}
