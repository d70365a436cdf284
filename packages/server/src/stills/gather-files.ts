import type { ArtifactStore } from '@reprise/objects'
import { RECORD_PATH, type Run, type StillFile } from '@reprise/protocol'
import { isUtf8 } from 'node:buffer'
import { folderOf, isStoredHere } from '../artifact-folder.ts'
import type { Allowance } from './allowance.ts'

const MOST_FILES = 500
const MOST_FOLDERS = 200
/** Bytes of one file that is kept whole. */
const MOST_BYTES = 256 * 1_024
const MOST_PICTURE = 1_024 * 1_024
const MOST_RECORD = 4 * 1_024 * 1_024
/** Of a log the end is kept: that is where it says how it went. */
const MOST_LOG = 256 * 1_024

const picture = /\.(?:png|jpe?g|gif|webp|avif|bmp|svg|ico)$/i
const log = /^logs\/[^/]+\.(?:txt|log)$/
/** Read first, so that what pages need has room. */
const first = [/^reprise\//, /^logs\//, picture]

interface Found {
  readonly path: string
  readonly size: number
}

export interface FilesOfRun {
  readonly files: AsyncIterable<StillFile>
  readonly leftOut: readonly string[]
}

/** The artifacts of a run: all by name, and what the small ones hold as far as there is room. */
export async function gatherFiles(artifacts: ArtifactStore, { info }: Run, allowance: Allowance): Promise<FilesOfRun> {
  const uri = info.artifact_uri ?? ''
  if (!isStoredHere(uri)) {
    return { files: none(), leftOut: uri === '' ? [] : [`The files of run ${info.run_id} are kept elsewhere, and are not here.`] }
  }
  const folder = folderOf(uri)
  const { found, isWhole } = await listAll(artifacts, folder)
  const leftOut = isWhole ? [] : [`Run ${info.run_id} has more than ${found.length} files; the others are not here.`]
  const ordered = found.toSorted((a, b) => rankOf(a.path) - rankOf(b.path) || (a.path < b.path ? -1 : 1))
  return { files: readAll(artifacts, { folder, runId: info.run_id, found: ordered }, allowance), leftOut }
}

async function* none(): AsyncGenerator<StillFile> {}

function rankOf(path: string): number {
  const rank = first.findIndex((pattern) => pattern.test(path))
  return rank < 0 ? first.length : rank
}

/** Folder by folder, the upper ones first. */
async function listAll(artifacts: ArtifactStore, root: string): Promise<{ found: Found[]; isWhole: boolean }> {
  const found: Found[] = []
  const folders = ['']
  let at = 0
  for (; at < folders.length && at < MOST_FOLDERS && found.length < MOST_FILES; at++) {
    const folder = folders[at] ?? ''
    for (const { name, isFolder, size } of await artifacts.list(`${root}${folder === '' ? '' : `/${folder}`}`)) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (isFolder) folders.push(path)
      else found.push({ path, size: size ?? 0 })
    }
  }
  return { found: found.slice(0, MOST_FILES), isWhole: at === folders.length && found.length <= MOST_FILES }
}

interface Reading {
  readonly folder: string
  readonly runId: string
  readonly found: readonly Found[]
}

async function* readAll(artifacts: ArtifactStore, { folder, runId, found }: Reading, allowance: Allowance): AsyncGenerator<StillFile> {
  for (const { path, size } of found) {
    const entry = { run_id: runId, path, size }
    const start = log.test(path) ? Math.max(0, size - MOST_LOG) : 0
    const isTaken = size - start <= mostOf(path) && allowance.take(size - start)
    const bytes = isTaken ? await readEnd(artifacts, `${folder}/${path}`, start) : undefined
    yield bytes === undefined ? entry : { ...entry, ...contentOf(bytes, start) }
  }
}

function mostOf(path: string): number {
  if (path === RECORD_PATH) return MOST_RECORD
  return picture.test(path) ? MOST_PICTURE : MOST_BYTES
}

/** Undefined where the file is gone meanwhile. One that has shrunk is read to its end. */
async function readEnd(artifacts: ArtifactStore, path: string, start: number): Promise<Buffer | undefined> {
  const file = await artifacts.get(path)
  if (file === undefined) return undefined
  if (start >= file.size) {
    await file.close()
    return Buffer.alloc(0)
  }
  return Buffer.concat(await file.read(start === 0 ? undefined : { start, end: file.size - 1 }).toArray())
}

/** Text where it is text; where it was cut, from its first whole line. */
function contentOf(bytes: Buffer, start: number): Pick<StillFile, 'text' | 'base64' | 'skipped'> {
  const line = start === 0 ? 0 : bytes.indexOf(10) + 1
  const kept = bytes.subarray(line)
  const skipped = start === 0 ? {} : { skipped: start + line }
  if (isUtf8(kept) && !kept.includes(0)) return { text: kept.toString('utf8'), ...skipped }
  return start === 0 ? { base64: kept.toString('base64') } : { text: kept.toString('utf8'), ...skipped }
}
