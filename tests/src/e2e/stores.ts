import { join } from 'node:path'
import {
  createTemporaryFolder,
  findPostgres,
  requirePart,
  startPostgres,
  startRepriseServer,
  type RunningRepriseServer,
} from '@reprise/testing'
import { compileCache } from './reprise.ts'

const postgres = requirePart('PostgreSQL', findPostgres())

/** A store of one kind with a place for its artifacts. */
export interface Place extends AsyncDisposable {
  readonly folder: string
  /** A file or a URL. */
  readonly store: string
  readonly artifacts: string
}

export interface StoreKind {
  readonly name: string
  readonly missing: boolean
  /** A place that is new. */
  open(): Promise<Place>
}

/** Both kinds of store, for suites that must hold over each. */
export const storeKinds: readonly StoreKind[] = [
  {
    name: 'SQLite',
    missing: false,
    open: async () => {
      const folder = await createTemporaryFolder('e2e')
      return toPlace(folder.path, join(folder.path, 'runs.db'), folder)
    },
  },
  {
    name: `PostgreSQL${postgres.note}`,
    missing: postgres.missing,
    open: async () => {
      const folder = await createTemporaryFolder('e2e')
      const database = await startPostgres()
      const dispose = async (): Promise<void> => {
        await database.stop()
        await folder.remove()
      }
      return toPlace(folder.path, await database.createDatabase(), { [Symbol.asyncDispose]: dispose })
    },
  },
]

function toPlace(folder: string, store: string, owner: AsyncDisposable): Place {
  return { folder, store, artifacts: join(folder, 'artifacts'), [Symbol.asyncDispose]: () => owner[Symbol.asyncDispose]() }
}

/** A server over a place, for as long as `use` takes. */
export async function whileServing<T>({ store, artifacts }: Place, use: (server: RunningRepriseServer) => Promise<T>): Promise<T> {
  await using server = await startRepriseServer({ store, artifacts, env: compileCache })
  return await use(server)
}
