import { constants, createReadStream, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { chmod, copyFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import { hash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { makeFolder, OBJECT_MODE, removeAbandoned, temporaryPath, unfinishedFolder } from '../../cache/index.ts'
import { toFileError } from '../../paths/index.ts'
import { receiveBytes, receiveFile } from '../receive-file.ts'
import type { ReceivedFile, RemoteStore, SentFile } from '../remote-store.ts'

/** Bytes up to which a file is read as a whole. */
const SMALL = 256 * 1024
const JOBS = 16

/** A folder, which is made when something is put there. Files in it are read-only and never half-written: they are made under another name in it. */
export function openLocalRemote(root: string, jobs = JOBS): RemoteStore {
  const unfinished = unfinishedFolder(root)
  let isPrepared = false
  const prepare = (): void => {
    if (isPrepared) return
    makeFolder(unfinished)
    removeAbandoned(unfinished, Date.now())
    isPrepared = true
  }
  return {
    url: root,
    jobs,
    has: async (path) => (await statFile(join(root, path))) !== undefined,
    list: (prefix) => listFiles(root, prefix),
    get: (path, target) => getFile(join(root, path), target),
    put: async (path, source) => {
      try {
        prepare()
        await putFile(source, { target: join(root, path), temporary: temporaryPath(unfinished) })
      } catch (error) {
        throw toFileError(error, join(root, path))
      }
    },
    remove: async (paths) => {
      for (const path of paths) await rm(join(root, path), { force: true })
    },
    async [Symbol.asyncDispose]() {
      // Nothing is held open.
    },
  }
}

async function getFile(path: string, target: string): Promise<ReceivedFile | undefined> {
  const stats = await statFile(path)
  if (stats === undefined) return undefined
  try {
    if (stats.size > SMALL) return await receiveFile(createReadStream(path, { highWaterMark: SMALL * 4 }), target)
    return receiveBytes(readFileSync(path), target)
  } catch (error) {
    throw toFileError(error, path)
  }
}

async function putFile({ file, size, md5 }: SentFile, { target, temporary }: { target: string; temporary: string }): Promise<void> {
  try {
    if (size > SMALL) {
      await copyFile(file, temporary, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
      await chmod(temporary, OBJECT_MODE)
    } else {
      const bytes = readFileSync(file)
      // A machine that lost power may have kept the name of an object without its bytes: the remote is not to have it, too.
      if (md5 !== undefined && hash('md5', bytes, 'hex') !== md5)
        throw new RepriseError('DATA_LOSS', `${file} has other content than its name says.`)
      writeFileSync(temporary, bytes, { flag: 'wx', mode: OBJECT_MODE })
    }
    await rename(temporary, target).catch(async (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      await mkdir(dirname(target), { recursive: true })
      await rename(temporary, target)
    })
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function* listFiles(root: string, prefix: string): AsyncGenerator<readonly string[]> {
  const slash = prefix.lastIndexOf('/') + 1
  const found: string[] = []
  const enter = (folder: string, begin: string): void => {
    for (const entry of readEntries(join(root, folder))) {
      if (!entry.name.startsWith(begin) || entry.name.startsWith('.')) continue
      if (entry.isDirectory()) enter(`${folder}${entry.name}/`, '')
      else found.push(folder + entry.name)
    }
  }
  enter(prefix.slice(0, slash), prefix.slice(slash))
  yield found
}

function readEntries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw toFileError(error, folder)
  }
}

async function statFile(path: string): Promise<{ readonly size: number } | undefined> {
  try {
    const stats = await stat(path)
    return stats.isFile() ? stats : undefined
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw toFileError(error, path)
  }
}
