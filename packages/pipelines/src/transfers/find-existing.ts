import { objectPrefix, type RemoteStore, remotePath } from '../remotes/index.ts'
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
const PAIRS = DIGITS.flatMap((a) => DIGITS.map((b) => a + b))

/**
 * Which of these objects a remote has, by {@link objectKey}. It is listed, in parts at a time, where that takes fewer requests than asking for each:
 * how much there is, is estimated from the first page and from one part, since digests are spread evenly.
 */
export async function findExisting(remote: RemoteStore, objects: readonly ObjectName[], signal?: AbortSignal): Promise<Set<string>> {
  const found = new Set<string>()
  const wanted = new Set<string>()
  for (const { hash, oid } of objects) if (hash === 'md5') wanted.add(oid)
  const learn = (paths: readonly string[]): void => {
    for (const path of paths) {
      const oid = oidAt(path)
      if (wanted.has(oid)) found.add(oid)
    }
  }
  const isListed = await listed(remote, wanted.size, { learn, signal })
  const asked = objects.filter((object) => !(isListed && object.hash === 'md5') && !found.has(objectKey(object)))
  const ask = async (object: ObjectName): Promise<void> => {
    if (await remote.has(remotePath(object.hash, object.oid))) found.add(objectKey(object))
  }
  await forEachOf(asked, ask, { jobs: remote.jobs, signal })
  return found
}

/** What would be the id of an md5 object at a path; of what else lies there, something that nobody looks for. */
function oidAt(path: string): string {
  const start = objectPrefix.md5.length
  return path.charAt(start + 2) === '/' ? path.slice(start, start + 2) + path.slice(start + 3) : ''
}

interface Listing {
  readonly learn: (paths: readonly string[]) => void
  readonly signal: AbortSignal | undefined
}

/** Answers whether all md5 objects of the remote were seen. */
async function listed(remote: RemoteStore, count: number, { learn, signal }: Listing): Promise<boolean> {
  const list = remote.list
  if (list === undefined || count <= FEW) return false
  const options = { jobs: remote.jobs, signal }
  const pagesOf = (part: string): AsyncIterator<readonly string[]> => list(objectPrefix.md5 + part)[Symbol.asyncIterator]()
  const begun: AsyncIterator<readonly string[]>[] = []
  const goOn = async (pages: AsyncIterator<readonly string[]>, isFirst = false): Promise<void> => {
    for (let page = await pages.next(); page.done !== true; page = await pages.next()) {
      learn(page.value)
      if (isFirst && page.value.length >= PAGE) return void begun.push(pages)
    }
  }
  const goThrough = async (): Promise<boolean> => {
    let inPart = 0
    for await (const paths of list(`${objectPrefix.md5}00`)) {
      inPart += paths.length
      learn(paths)
      if ((inPart * 256) / PAGE > count) return false
    }
    const total = inPart * 256
    if (count < (total / PAGE) * PAGE_COST) return false
    if (count > PAGE && total <= HUGE) await forEachOf(begun, (pages) => goOn(pages), options)
    else await forEachOf(total > HUGE ? PAIRS : DIGITS, (part) => goOn(pagesOf(part)), options)
    return true
  }
  try {
    // With as many as would fill pages, all parts at once: what is not much more is seen after one round trip.
    await forEachOf(count > PAGE ? DIGITS : [''], (part) => goOn(pagesOf(part), true), options)
    return begun.length === 0 || (await goThrough())
  } finally {
    for (const pages of begun) await pages.return?.()
  }
}
