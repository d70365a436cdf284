import { queryOptions } from '@tanstack/react-query'
import { client } from '../server/client.ts'

export interface FoundLog {
  readonly path: string
  readonly label: string
}

const streams: Readonly<Record<string, string>> = { 'logs/stdout.txt': 'Output', 'logs/stderr.txt': 'Errors' }
/** Logs that are offered; others are among the files. */
const MOST = 20

/** The logs of a run: what its command wrote first, then what is called a log, in the folder `logs` and beside it. */
export function logsQuery(uri: string) {
  return queryOptions({
    queryKey: ['artifacts', uri, 'logs'],
    queryFn: async ({ signal }): Promise<FoundLog[]> => {
      const above = await client.listArtifacts(uri, '', { signal })
      const hasFolder = above.some(({ path, isFolder }) => isFolder && path === 'logs')
      const inside = hasFolder ? await client.listArtifacts(uri, 'logs', { signal }) : []
      const files = [...inside, ...above].filter(({ isFolder }) => !isFolder)
      const known = Object.entries(streams).filter(([path]) => files.some((file) => file.path === path))
      const others = files.filter(
        ({ path }) => streams[path] === undefined && (path.startsWith('logs/') || /\.(?:log|out|err)$/i.test(path)),
      )
      return [
        ...known.map(([path, label]) => ({ path, label })),
        ...others.map(({ path }) => ({ path, label: path.replace(/^logs\//, '') })),
      ].slice(0, MOST)
    },
  })
}
