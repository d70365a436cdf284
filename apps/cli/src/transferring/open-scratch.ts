import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCache, type Cache } from '@reprise/pipelines/cache'
import { openSource, type SourceOptions, type SourceRepository } from '@reprise/pipelines/importing'
import { createWorkers } from '@reprise/pipelines/threads'
import { cacheFolderOf } from '../cache-folder.ts'

/** A repository that is looked into from outside of any project, with a cache for what has to be got, which goes with it. */
export interface Scratch extends AsyncDisposable {
  readonly source: SourceRepository
  readonly cache: Cache
}

export interface ScratchOptions extends Pick<SourceOptions, 'revision' | 'remoteName'> {
  /** Requests at a time. */
  readonly jobs?: number | undefined
}

export async function openScratch(url: string, { revision, remoteName, jobs }: ScratchOptions): Promise<Scratch> {
  const workers = createWorkers()
  const folder = mkdtempSync(join(tmpdir(), 'reprise-get-'))
  const end = async (): Promise<void> => {
    rmSync(folder, { recursive: true, force: true })
    await workers.close()
  }
  try {
    const clones = join(cacheFolderOf(process.env), 'clones')
    const source = await openSource(url, { env: process.env, cwd: process.cwd(), clones, workers, revision, remoteName, remote: { jobs } })
    return {
      source,
      cache: openCache(folder, { workers }),
      [Symbol.asyncDispose]: async () => {
        await source[Symbol.asyncDispose]()
        await end()
      },
    }
  } catch (error) {
    await end()
    throw error
  }
}
