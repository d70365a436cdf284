import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import type { Cache } from '../cache/index.ts'
import { toFileError } from '../paths/index.ts'
import type { RemoteStore } from '../remotes/index.ts'
import { forEachOf } from './pool.ts'
import type { TransferOptions } from './wanted.ts'

const PREFIX = 'runs/'
/** What a stage was made from, and what came out. */
const entry = /^runs\/([0-9a-f]{2})\/\1[0-9a-f]{62}\/[0-9a-f]{64}$/
/** Objects are for everybody to read and nobody to write; these are plain files. */
const JOBS_OF_FOLDER = 8

/** Puts what stages made from what into a remote, file by file as it is; answers how many. */
export async function pushRunCache(cache: Cache, remote: RemoteStore, { signal, onProgress }: TransferOptions = {}): Promise<number> {
  const here = listRuns(cache.runsFolder)
  const there = await listRemoteRuns(remote, here)
  const absent = here.filter((path) => !there.has(path))
  let done = 0
  const send = async (path: string): Promise<void> => {
    const file = join(cache.runsFolder, path.slice(PREFIX.length))
    await remote.put(path, { file, size: statSync(file).size })
    onProgress?.({ done: ++done, total: absent.length, bytes: 0 })
  }
  await forEachOf(absent, send, { jobs: Math.min(remote.jobs, JOBS_OF_FOLDER), signal })
  return absent.length
}

/** Gets them from a remote; answers how many. Throws NOT_IMPLEMENTED where the remote can not be listed. */
export async function fetchRunCache(cache: Cache, remote: RemoteStore, { signal, onProgress }: TransferOptions = {}): Promise<number> {
  if (remote.list === undefined)
    throw new RepriseError('NOT_IMPLEMENTED', `${remote.url} can not be listed, so its run cache can not be fetched.`)
  const here = new Set(listRuns(cache.runsFolder))
  const absent = [...(await listRemoteRuns(remote, []))].filter((path) => !here.has(path))
  let done = 0
  const receive = async (path: string): Promise<void> => {
    const unfinished = cache.md5.unfinishedPath()
    const target = join(cache.runsFolder, path.slice(PREFIX.length))
    if ((await remote.get(path, unfinished)) === undefined) return
    try {
      mkdirSync(dirname(target), { recursive: true })
      renameSync(unfinished, target)
    } catch (error) {
      rmSync(unfinished, { force: true })
      throw toFileError(error, target)
    }
    onProgress?.({ done: ++done, total: absent.length, bytes: 0 })
  }
  await forEachOf(absent, receive, { jobs: Math.min(remote.jobs, JOBS_OF_FOLDER), signal })
  return absent.length
}

async function listRemoteRuns(remote: RemoteStore, asked: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>()
  if (remote.list === undefined) {
    const ask = async (path: string): Promise<void> => void ((await remote.has(path)) && found.add(path))
    await forEachOf(asked, ask, { jobs: remote.jobs })
  } else {
    for await (const paths of remote.list(PREFIX)) for (const path of paths) if (entry.test(path)) found.add(path)
  }
  return found
}

function listRuns(folder: string): string[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    return names.map((name) => PREFIX + name).filter((path) => entry.test(path))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw toFileError(error, folder)
  }
}
