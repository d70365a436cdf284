import { join } from 'node:path'
import { repositoryFolder, type TemporaryFolder } from '@reprise/testing'
import { type Server, startServer } from './start.ts'

export interface RepriseServer {
  /** Of artifacts, and of the store where no other place is given; removed with the server. */
  readonly folder: TemporaryFolder
  /** A database URL; `runs.db` in the folder by default. */
  readonly store?: string | undefined
  /** Its command, below the repository, `.ts` or `.js`. */
  readonly cli?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Starts `reprise server`; from source with the condition that chooses sources. */
export function startReprise({ folder, store, cli = 'apps/cli/src/main.ts', env = {} }: RepriseServer): Promise<Server> {
  const places = ['--store', store ?? join(folder.path, 'runs.db'), '--artifacts', join(folder.path, 'artifacts')]
  const conditions = cli.endsWith('.ts') ? ['--conditions=@reprise/source'] : []
  const args = [...profiling, ...conditions, join(repositoryFolder, cli), 'server', '--port', '0', ...places]
  return startServer({ args, env, folder: folder.path })
}

/** `node --cpu-prof … benchmarks/src/http.ts` profiles the server too, its threads included. */
const profiling = process.execArgv.filter((option) => option.startsWith('--cpu-prof'))
