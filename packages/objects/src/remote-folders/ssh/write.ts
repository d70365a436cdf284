import { createHash, randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import { posix } from 'node:path'
import type { Stats } from 'ssh2'
import { damaged } from '../assert-md5.ts'
import { toLocalError } from '../local-error.ts'
import type { FileToSend } from '../remote-folder.ts'
import { NO_SUCH_FILE, statusOf } from './errors.ts'
import { readFolder } from './read.ts'
import type { Sftp } from './channel.ts'
import type { Sessions } from './sessions.ts'

const PIECE = 128 * 1024
const AT_ONCE = 16
/** Milliseconds after which what was not finished was left by a write that died. */
const ABANDONED = 24 * 3_600_000

export interface Writer {
  write(path: string, source: FileToSend): Promise<void>
}

/**
 * Files are written under another name in `.unfinished`, and renamed when they are whole: whoever else reads sees all of a file or nothing. What a
 * write that was killed has left there is removed by the next writer, a day later.
 */
export function createWriter(sessions: Sessions, root: string): Writer {
  const unfinished = posix.join(root, '.unfinished')
  let prepared: Promise<void> | undefined
  const prepare = async (): Promise<void> => {
    await sessions.use(`${unfinished} can not be made`, (sftp) => makeFolder(sftp, unfinished))
    const entries = (await readFolder(sessions, unfinished)) ?? []
    const old = entries.filter(({ attrs }) => attrs.mtime * 1_000 < Date.now() - ABANDONED)
    for (const { filename } of old) await sessions.use(filename, (sftp) => removeFile(sftp, posix.join(unfinished, filename)))
  }
  return {
    write: async (path, source) => {
      prepared ??= prepare()
      await prepared.catch((error: unknown) => {
        prepared = undefined
        throw error
      })
      const target = posix.join(root, path)
      await sessions.use(`${path} can not be written`, async (sftp) => {
        const temporary = posix.join(unfinished, randomUUID())
        try {
          await sendFile(sftp, temporary, source)
          await renameFile(sftp, temporary, target)
        } catch (error) {
          await removeFile(sftp, temporary).catch(() => undefined)
          throw error
        }
      })
    },
  }
}

async function sendFile(sftp: Sftp, temporary: string, { file, size, md5 }: FileToSend): Promise<void> {
  const local = await open(file).catch((error: unknown) => {
    throw toLocalError(error, file)
  })
  try {
    const digest = createHash('md5')
    const handle = await sftp.ask<Buffer>((api, done) => api.open(temporary, 'wx', done))
    const sent: Promise<void>[] = []
    let position = 0
    for (;;) {
      const piece = Buffer.allocUnsafeSlow(Math.max(1, Math.min(PIECE, size - position)))
      const { bytesRead } = await local.read(piece, 0, piece.length, position).catch((error: unknown) => {
        throw toLocalError(error, file)
      })
      if (bytesRead === 0) break
      const bytes = piece.subarray(0, bytesRead)
      digest.update(bytes)
      const written = sftp.ask((api, done) => api.write(handle, bytes, 0, bytesRead, position, done))
      written.catch(() => undefined)
      sent.push(written)
      position += bytesRead
      if (sent.length === AT_ONCE) await sent.shift()
    }
    await Promise.all(sent)
    await sftp.ask((api, done) => api.close(handle, done))
    if (md5 === undefined || digest.digest('hex') === md5) return
    throw damaged(file, md5)
  } finally {
    await local.close()
  }
}

/** Puts a file in its place, over what is there. The folder is made when it is missing. */
async function renameFile(sftp: Sftp, from: string, to: string): Promise<void> {
  const rename = (): Promise<void> => sftp.ask((api, done) => api.ext_openssh_rename(from, to, done))
  try {
    await rename().catch(async (error: unknown) => {
      if (statusOf(error) !== NO_SUCH_FILE) throw error
      await makeFolder(sftp, posix.dirname(to))
      await rename()
    })
  } catch (error) {
    if (!(error instanceof Error) || !/does not support this extended request/i.test(error.message)) throw error
    await renamePlainly(sftp, from, to)
  }
}

/** For servers that know no other way: they refuse to rename over a file. */
async function renamePlainly(sftp: Sftp, from: string, to: string): Promise<void> {
  await makeFolder(sftp, posix.dirname(to))
  await removeFile(sftp, to)
  await sftp.ask((api, done) => api.rename(from, to, done))
}

async function makeFolder(sftp: Sftp, at: string): Promise<void> {
  const make = (): Promise<void> => sftp.ask((api, done) => api.mkdir(at, done))
  try {
    await make()
  } catch (error) {
    if (statusOf(error) === undefined) throw error
    if (statusOf(error) === NO_SUCH_FILE && at !== posix.dirname(at)) {
      await makeFolder(sftp, posix.dirname(at))
      await make().catch(async (again: unknown) => assertFolder(sftp, at, again))
    } else await assertFolder(sftp, at, error)
  }
}

/** Servers do not say whether a folder could not be made because it is there. */
async function assertFolder(sftp: Sftp, at: string, error: unknown): Promise<void> {
  const stats = await sftp.ask<Stats>((api, done) => api.stat(at, done)).catch(() => undefined)
  if (stats?.isDirectory() !== true) throw error
}

export async function removeFile(sftp: Sftp, at: string): Promise<void> {
  await sftp
    .ask((api, done) => api.unlink(at, done))
    .catch((error: unknown) => {
      if (statusOf(error) !== NO_SUCH_FILE) throw error
    })
}
