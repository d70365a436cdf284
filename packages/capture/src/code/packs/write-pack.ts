import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { pipeline } from 'node:stream/promises'
import type { KeptFile } from '@reprise/protocol'
import { type GitPlace, spawnGit } from '../git/run-git.ts'
import type { ObjectList } from './list-objects.ts'

export interface PackRequest {
  readonly objects: ObjectList
  /** Where to write it. */
  readonly file: string
  /** Path below the artifacts of the run. */
  readonly artifact: string
  /** Bytes that it may have. */
  readonly limit: number
  /** A tree that readers have anyway: objects may be written as differences to its. */
  readonly against?: string
}

/** A pack, or nothing where it grew past its limit. Throws where objects are missing or the disk is full; leaves no file then. */
export async function writePack(place: GitPlace, request: PackRequest): Promise<KeptFile | undefined> {
  // Without differences inside, a pack of the same commit has the same bytes for every run, and is kept once.
  const style = request.against === undefined ? ['--window=0', '--no-reuse-delta', '--threads=1'] : ['--threads=1']
  const child = spawnGit(place, ['pack-objects', '-q', '--stdout', ...style])
  giveWay(child.pid)
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  ended.catch(() => undefined)
  let stderr = ''
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()))
  child.stdin.on('error', () => undefined)
  child.stdin.end(Buffer.from((request.against === undefined ? '' : `-${request.against}\n`) + request.objects, 'latin1'))
  const hash = createHash('sha256')
  let size = 0
  let isOver = false
  try {
    await pipeline(
      child.stdout,
      async function* count(source: AsyncIterable<Buffer>) {
        for await (const bytes of source) {
          size += bytes.length
          isOver = size > request.limit
          if (isOver) return
          hash.update(bytes)
          yield bytes
        }
      },
      createWriteStream(request.file),
    )
    if (isOver) child.kill('SIGKILL')
    const code = await ended
    if (!isOver && code !== 0) throw new Error(stderr.trim().split('\n').at(-1) ?? '')
  } catch (error) {
    child.kill('SIGKILL')
    await rm(request.file, { force: true })
    throw error
  }
  if (!isOver) return { artifact: request.artifact, sha256: hash.digest('hex'), size }
  await rm(request.file, { force: true })
  return undefined
}

/** The command comes first: its figures are what the run is about. */
function giveWay(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended, or the system does not let us: then it runs like any other.
  }
}
