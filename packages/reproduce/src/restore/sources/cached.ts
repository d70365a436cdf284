import type { ContentCache } from '@reprise/objects'
import type { DataSource } from './data-source.ts'

export const CACHE = 'the cache'

/** What this user restored before, or let `reprise run` put there. */
export function cachedFiles(cache: ContentCache): DataSource {
  return {
    name: CACHE,
    reach: 'machine',
    find: async function* ({ sha256 }) {
      if (!/^[\da-f]{64}$/.test(sha256)) return
      yield {
        where: `the cache, ${cache.folder},`,
        save: async (target) => ((await cache.take(sha256, target)) ? undefined : 'does not have it'),
      }
    },
  }
}
