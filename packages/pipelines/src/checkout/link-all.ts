import { unpackState } from '../hashing/index.ts'
import type { HashName, ObjectStore } from '../cache/index.ts'
import type { FileToLink } from '../links/index.ts'
import type { Task } from '../threads/index.ts'
import { storeOf, type Workspace } from './workspace.ts'

/** Files of one job, and their bytes about. */
const JOB_FILES = 256
const JOB_BYTES = 32 * 1024 * 1024

/** A file of the work tree that is to be what an object is. */
export interface PlannedLink extends FileToLink {
  /** Undefined where the object was not looked for yet. */
  readonly bytes?: number
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
  options: LinkOptions = {},
): Promise<readonly FailedLink[]> {
  const store = storeOf(workspace, hash)
  const failed: FailedLink[] = []
  const doubtful: PlannedLink[] = []
  await run(workspace, lookUp(store, links, { failed, doubtful }), { ...options, hash, failed })
  if (doubtful.length === 0) return failed
  const found = await findObjects(store, doubtful, options.signal)
  await run(workspace, found.links, { ...options, hash, failed })
  return [...failed, ...found.failed]
}

interface LinkOptions {
  readonly signal?: AbortSignal | undefined
  readonly onLinked?: ((files: number) => void) | undefined
}

/** Looks for objects as their turn comes, while threads work on those before. What has to be read to know whether it is right is left for later. */
function* lookUp(
  store: ObjectStore,
  links: Iterable<PlannedLink>,
  { failed, doubtful }: { readonly failed: FailedLink[]; readonly doubtful: PlannedLink[] },
): Generator<PlannedLink> {
  for (const link of links) {
    const bytes = link.bytes ?? store.look(link.oid)
    if (bytes === undefined) doubtful.push(link)
    else if (bytes < 0) failed.push({ path: link.path, oid: link.oid, code: 'missing' })
    else yield { ...link, bytes }
  }
}

async function run(
  workspace: Workspace,
  links: Iterable<PlannedLink>,
  { hash, failed, signal, onLinked }: LinkOptions & { readonly hash: HashName; readonly failed: FailedLink[] },
): Promise<void> {
  const { workers, hashes, links: types, unfinished, cache } = workspace
  const { folder } = storeOf(workspace, hash)
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
      onLinked?.((linked += files.length))
    },
    signal,
  )
}

/** The links whose objects are there, with their bytes, and those that can not be made. */
export async function findObjects(
  store: ObjectStore,
  links: readonly PlannedLink[],
  signal: AbortSignal | undefined,
): Promise<{ readonly links: readonly PlannedLink[]; readonly failed: readonly FailedLink[] }> {
  const sizes = await store.sizes(
    links.map(({ oid }) => oid),
    signal,
  )
  return {
    links: links.flatMap((link) => (sizes.has(link.oid) ? [{ ...link, bytes: sizes.get(link.oid) ?? 0 }] : [])),
    failed: links.filter(({ oid }) => !sizes.has(oid)).map(({ path, oid }) => ({ path, oid, code: 'missing' })),
  }
}

function* toTasks(links: Iterable<PlannedLink>, toJob: (files: readonly FileToLink[]) => Task<'link'>['job']): Generator<Task<'link'>> {
  let batch: PlannedLink[] = []
  let bytes = 0
  for (const link of links) {
    batch.push(link)
    bytes += link.bytes ?? 0
    if (batch.length < JOB_FILES && bytes < JOB_BYTES) continue
    yield { job: toJob(batch), bytes }
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield { job: toJob(batch), bytes }
}
