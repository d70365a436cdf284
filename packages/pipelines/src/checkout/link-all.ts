import { unpackState } from '../hashing/index.ts'
import type { HashName } from '../cache/index.ts'
import type { FileToLink } from '../links/index.ts'
import type { Task } from '../threads/index.ts'
import { storeOf, type Workspace } from './workspace.ts'

/** Files of one job, and their bytes about. */
const JOB_FILES = 256
const JOB_BYTES = 32 * 1024 * 1024

/** A file of the work tree that is to be what an object is. */
export interface PlannedLink extends FileToLink {
  readonly bytes: number
}

/** A file that could not be made: `missing` where its object is not in the cache, `changed` where another stands in its place. */
export interface FailedLink {
  readonly path: string
  readonly oid: string
  readonly code: string
}

/** Makes files of the work tree from objects, and remembers their digests. Answers those that could not be made. */
export async function linkAll(
  workspace: Workspace,
  { links, hash }: { readonly links: readonly PlannedLink[]; readonly hash: HashName },
  options: { readonly signal?: AbortSignal | undefined; readonly onLinked?: ((files: number) => void) | undefined } = {},
): Promise<FailedLink[]> {
  const { workers, hashes, links: types, unfinished, cache } = workspace
  const { folder } = storeOf(workspace, hash)
  const failed: FailedLink[] = []
  let linked = 0
  const toJob = (files: readonly FileToLink[]): Task<'link'>['job'] => ({
    kind: 'link',
    folder,
    files,
    types,
    unfinished,
    mode: cache.copyMode,
  })
  await workers.run(
    toTasks(links, toJob),
    ({ states, problems }, { files }) => {
      for (const { index, code } of problems) failed.push({ path: files[index]?.path ?? '', oid: files[index]?.oid ?? '', code })
      for (const [index, { oid }] of files.entries()) {
        const state = unpackState(states, index)
        if (state !== undefined) hashes.learnMade(hash, { state, md5: oid })
      }
      options.onLinked?.((linked += files.length))
    },
    options.signal,
  )
  return failed
}

function* toTasks(links: readonly PlannedLink[], toJob: (files: readonly FileToLink[]) => Task<'link'>['job']): Generator<Task<'link'>> {
  let start = 0
  let bytes = 0
  for (const [index, link] of links.entries()) {
    bytes += link.bytes
    if (index + 1 - start < JOB_FILES && bytes < JOB_BYTES && index + 1 < links.length) continue
    yield { job: toJob(links.slice(start, index + 1)), bytes }
    start = index + 1
    bytes = 0
  }
}
