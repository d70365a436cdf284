import { queryOptions } from '@tanstack/react-query'
import { client } from '../server/client.ts'
import { lastErrorOf } from './last-error-of.ts'

/** Bytes from the end of a log in which its last line is looked for. */
const TAIL = 4_096
const PATH = 'logs/stderr.txt'

/** What the command of a run wrote last of what went wrong; null where none was kept. */
export function lastErrorQuery(uri: string) {
  return queryOptions({
    queryKey: ['artifacts', uri, 'last-error'],
    queryFn: async ({ signal }): Promise<string | null> => {
      const above = await client.listArtifacts(uri, '', { signal })
      if (!above.some(({ path, isFolder }) => isFolder && path === 'logs')) return null
      const file = (await client.listArtifacts(uri, 'logs', { signal })).find(({ path }) => path === PATH)
      if (file === undefined || file.size === undefined || file.size === 0) return null
      const { bytes } = await client.readArtifact(uri, PATH, { start: Math.max(0, file.size - TAIL), end: file.size, signal })
      return lastErrorOf(new TextDecoder().decode(bytes)) ?? null
    },
    staleTime: Infinity,
  })
}
