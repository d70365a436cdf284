import { RepriseError } from '@reprise/protocol/errors'
import type { FileEntryWithStats, Stats } from 'ssh2'
import type { OpenRemoteFile, RemoteFile } from '../remote-folder.ts'
import { NO_SUCH_FILE, statusOf } from './errors.ts'
import type { Sftp } from './channel.ts'
import type { Sessions } from './sessions.ts'

/** Bytes of a request, and requests on their way at a time: together what a fast line holds. */
const PIECE = 128 * 1024
const AT_ONCE = 16

/** Undefined where nothing is. */
async function orNothing<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: unknown) => {
    if (statusOf(error) === NO_SUCH_FILE) return undefined
    throw error
  })
}

export async function statFile(sessions: Sessions, { path, at }: { path: string; at: string }): Promise<RemoteFile | undefined> {
  const stats = await sessions.use(`${path} can not be looked for`, (sftp) => orNothing(sftp.ask<Stats>((api, done) => api.stat(at, done))))
  return stats?.isFile() === true ? { path, size: stats.size } : undefined
}

interface Opened {
  readonly sftp: Sftp
  readonly handle: Buffer
  readonly stats: Stats
}

export async function openFile(sessions: Sessions, { path, at }: { path: string; at: string }): Promise<OpenRemoteFile | undefined> {
  const what = `${path} can not be read`
  const open = (): Promise<Opened | undefined> => sessions.use(what, (sftp) => openHandle(sftp, at))
  const first = await open()
  if (first === undefined) return undefined
  if (!first.stats.isFile()) {
    closeHandle(first)
    return undefined
  }
  const { size, mtime } = first.stats
  async function* read(): AsyncGenerator<Uint8Array> {
    let position = 0
    for (let current = first; ;) {
      if (current === undefined || current.stats.size !== size || current.stats.mtime !== mtime)
        throw new RepriseError('RESOURCE_CONFLICT', `${path} was replaced or deleted while it was read.`, { hint: 'Read it again.' })
      try {
        for await (const piece of readHandle(current, position)) {
          position += piece.length
          yield piece
        }
        return
      } catch (error) {
        // An answer of the server is not a connection that broke, and to be read again is no remedy for it.
        if (statusOf(error) !== undefined) throw await failed(sessions, what, error)
      } finally {
        closeHandle(current)
      }
      current = await open()
    }
  }
  return { path, size, read, close: () => closeHandle(first) }
}

/** The error as it is told of. */
async function failed(sessions: Sessions, what: string, error: unknown): Promise<unknown> {
  return sessions.use(what, () => Promise.reject(error instanceof Error ? error : new Error(String(error)))).catch((told: unknown) => told)
}

async function openHandle(sftp: Sftp, at: string): Promise<Opened | undefined> {
  const handle = await orNothing(sftp.ask<Buffer>((api, done) => api.open(at, 'r', done))).catch(async (error: unknown) => {
    // Some servers open folders, others refuse to.
    const stats =
      statusOf(error) === undefined ? undefined : await sftp.ask<Stats>((api, done) => api.stat(at, done)).catch(() => undefined)
    if (stats?.isDirectory() === true) return undefined
    throw error
  })
  if (handle === undefined) return undefined
  return { sftp, handle, stats: await sftp.ask<Stats>((api, done) => api.fstat(handle, done)) }
}

/** Nobody waits for it: a server forgets what is open when the connection ends. */
function closeHandle({ sftp, handle }: Opened): void {
  sftp.ask((api, done) => api.close(handle, done)).catch(() => undefined)
}

/** The bytes in order, while the next ones are on their way. */
async function* readHandle({ sftp, handle, stats: { size } }: Opened, from: number): AsyncGenerator<Buffer> {
  const waiting: Promise<Buffer>[] = []
  let asked = from
  while (asked < size || waiting.length > 0) {
    while (asked < size && waiting.length < AT_ONCE) {
      const piece = readPiece(sftp, handle, { position: asked, length: Math.min(PIECE, size - asked) })
      // It is waited for later, perhaps after another has failed.
      piece.catch(() => undefined)
      waiting.push(piece)
      asked += PIECE
    }
    const piece = await waiting.shift()
    if (piece !== undefined) yield piece
  }
}

/** Servers may give less than they are asked for. */
async function readPiece(sftp: Sftp, handle: Buffer, { position, length }: { position: number; length: number }): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length)
  for (let done = 0; done < length;) {
    const count = await sftp.ask<number>((api, answer) => api.read(handle, bytes, done, length - done, position + done, answer))
    if (count === 0) throw new RepriseError('RESOURCE_CONFLICT', 'The file became shorter while it was read.', { hint: 'Read it again.' })
    done += count
  }
  return bytes
}

/** Undefined where there is no such folder. */
export function readFolder(sessions: Sessions, at: string): Promise<readonly FileEntryWithStats[] | undefined> {
  return sessions.use(`${at} can not be listed`, (sftp) => orNothing(sftp.ask<FileEntryWithStats[]>((api, done) => api.readdir(at, done))))
}
