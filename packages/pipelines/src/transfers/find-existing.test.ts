import { expect, test } from 'vitest'
import type { RemoteStore } from '../remotes/index.ts'
import { findExisting } from './find-existing.ts'

const oidOf = (index: number): string => ((index * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0').repeat(4)

/** A remote of so many objects that counts what it is asked; pages as S3 has them. */
function createCounted(size: number): { readonly remote: RemoteStore; readonly counts: { pages: number; questions: number } } {
  const paths = Array.from({ length: size }, (_, index) => oidOf(index)).map((oid) => `files/md5/${oid.slice(0, 2)}/${oid.slice(2)}`)
  const [sorted, all, counts] = [paths.toSorted(), new Set(paths), { pages: 0, questions: 0 }]
  const remote: RemoteStore = {
    url: 'counted',
    jobs: 4,
    has: async (path) => {
      counts.questions++
      return all.has(path)
    },
    async *list(prefix) {
      const found = sorted.filter((path) => path.startsWith(prefix))
      for (let at = 0; at === 0 || at < found.length; at += 1_000) {
        counts.pages++
        yield found.slice(at, at + 1_000)
      }
    },
    get: () => Promise.reject(new Error('nothing is fetched')),
    put: () => Promise.reject(new Error('nothing is stored')),
    remove: undefined,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  return { remote, counts }
}

test.each([
  ['few objects are asked for', 20, 5_000, { pages: 0, questions: 20 }],
  ['a small remote is listed in one request', 500, 900, { pages: 1, questions: 0 }],
  ['a remote of not much more than a page is listed at once', 5_000, 9_000, { pages: 16, questions: 0 }],
  ['many objects of a middling remote are listed in parts', 5_000, 20_000, { pages: 1 + 32, questions: 0 }],
  ['less than a page of objects of a middling remote, too', 900, 20_000, { pages: 2 + 32, questions: 0 }],
  ['some objects of a large remote are asked for', 100, 50_000, { pages: 2, questions: 98 }],
])('%s', async (_name, asked, size, expected) => {
  const { remote, counts } = createCounted(size)
  const objects = Array.from({ length: asked }, (_, index) => ({ hash: 'md5' as const, oid: oidOf(index * 3) }))
  const found = await findExisting(remote, objects)
  expect(found.size).toBe(objects.filter((_, index) => index * 3 < size).length)
  expect(counts.pages).toBeLessThanOrEqual(expected.pages)
  expect(Math.abs(counts.questions - expected.questions)).toBeLessThanOrEqual(5)
})
