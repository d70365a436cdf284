import type { FileToKeep } from '@reprise/capture/recording'
import { encodeJson, type KeptFile, RECORD_PATH, type RunRecord } from '@reprise/protocol'
import type { Run, Tracker } from '@reprise/sdk'
import type { KeptCache } from './kept-cache.ts'

const PARALLEL = 4

/** Brings what was recorded to the run. Nothing here rejects: trouble is reported, and the command is none of its business. */
export interface Upload {
  record(record: RunRecord): Promise<void>
  bytes(bytes: Uint8Array, artifact: string): Promise<void>
  file(file: string, artifact: string): Promise<void>
  /** Files whose digests are known: those that another run on the server has do not travel again. */
  kept(files: readonly FileToKeep[]): Promise<void>
  /** The pack of a commit's code, given to this run as another one has it; undefined where that can not be. */
  base(commit: string): Promise<KeptFile | undefined>
}

const BASE_PATH = 'reprise/code/base.pack'

export interface UploadParts {
  readonly run: Run
  readonly tracker: Tracker
  readonly cache: KeptCache
  readonly report: (problem: unknown) => void
}

export function createUpload({ run, tracker, cache, report }: UploadParts): Upload {
  const attempt = (work: Promise<void>): Promise<void> => work.catch(report)
  const copyKept = async (sha256: string, artifact: string): Promise<boolean> => {
    const place = run.isOnServer ? cache.find(sha256) : undefined
    if (place === undefined) return false
    const copy = { run_id: run.id, path: artifact, from_run_id: place.run, from_path: place.path, sha256 }
    const isCopied = await tracker.client.copyArtifact(copy).then(Boolean, () => false)
    if (isCopied) cache.add(sha256, { run: run.id, path: artifact })
    return isCopied
  }
  const keep = async ({ file, artifact, sha256 }: FileToKeep): Promise<void> => {
    if (await copyKept(sha256, artifact)) return
    await run.logFileAs(file, artifact)
    if (run.isOnServer) cache.add(sha256, { run: run.id, path: artifact })
  }
  return {
    record: (record) => attempt(run.logBytes(encodeJson(record), RECORD_PATH)),
    bytes: (bytes, artifact) => attempt(run.logBytes(bytes, artifact)),
    file: (file, artifact) => attempt(run.logFileAs(file, artifact)),
    kept: async (files) => {
      const waiting = [...files]
      const work = async (): Promise<void> => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await attempt(keep(next))
      }
      await Promise.all(Array.from({ length: PARALLEL }, work))
    },
    base: async (commit) => {
      const known = cache.findBase(commit)
      if (known === undefined || !(await copyKept(known.sha256, BASE_PATH))) return undefined
      return { artifact: BASE_PATH, ...known }
    },
  }
}
