import { objectAt, objectPrefix, type RemoteStore, remotePath } from '../remotes/index.ts'
import { forEachOf } from './pool.ts'
import { objectKey, type ObjectName } from './wanted.ts'

/** As many are asked for one by one in any case. */
const FEW = 48
/** Names in a page of a listing, and how many questions it costs as much as: DVC's estimates. */
const PAGE = 1_000
const PAGE_COST = 5
/** Objects from which a remote is listed in 256 parts instead of 16. */
const HUGE = 200_000
const DIGITS = [...'0123456789abcdef']

/**
 * Which of these objects a remote has, by {@link objectKey}. It is listed, in parts at a time, where that takes fewer requests than asking for each:
 * how much there is, is estimated from the first page and from one part, since digests are spread evenly.
 */
export async function findExisting(remote: RemoteStore, objects: readonly ObjectName[], signal?: AbortSignal): Promise<Set<string>> {
  const found = new Set<string>()
  const wanted = new Set(objects.map(objectKey))
  const learn = (paths: readonly string[]): void => {
    for (const path of paths) {
      const object = objectAt(path)
      if (object !== undefined && wanted.has(objectKey(object))) found.add(objectKey(object))
    }
  }
  const asked = (await listed(remote, objects, { learn, signal }))
    ? objects.filter(({ hash, oid }) => hash !== 'md5' && !found.has(objectKey({ hash, oid })))
    : objects.filter((object) => !found.has(objectKey(object)))
  const ask = async (object: ObjectName): Promise<void> => {
    if (await remote.has(remotePath(object.hash, object.oid))) found.add(objectKey(object))
  }
  await forEachOf(asked, ask, { jobs: remote.jobs, signal })
  return found
}

interface Listing {
  readonly learn: (paths: readonly string[]) => void
  readonly signal: AbortSignal | undefined
}

/** Answers whether all md5 objects of the remote were seen. */
async function listed(remote: RemoteStore, objects: readonly ObjectName[], { learn, signal }: Listing): Promise<boolean> {
  const count = objects.filter(({ hash }) => hash === 'md5').length
  const list = remote.list
  if (list === undefined || count <= FEW) return false
  const first = await firstPage(list(objectPrefix.md5))
  learn(first.paths)
  if (first.isAll) return true
  let inPart = 0
  for await (const paths of list(`${objectPrefix.md5}00`)) {
    inPart += paths.length
    learn(paths)
    if ((inPart * 256) / PAGE > count) return false
  }
  const total = inPart * 256
  if (count < (total / PAGE) * PAGE_COST) return false
  const parts = total > HUGE ? DIGITS.flatMap((a) => DIGITS.map((b) => a + b)) : DIGITS
  const listPart = async (part: string): Promise<void> => {
    for await (const paths of list(objectPrefix.md5 + part)) learn(paths)
  }
  await forEachOf(parts, listPart, { jobs: remote.jobs, signal })
  return true
}

async function firstPage(pages: AsyncIterable<readonly string[]>): Promise<{ readonly paths: readonly string[]; readonly isAll: boolean }> {
  let paths: readonly string[] | undefined
  for await (const page of pages) {
    if (paths !== undefined) return { paths, isAll: false }
    paths = page
  }
  return { paths: paths ?? [], isAll: true }
}
