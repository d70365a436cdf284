import { join } from 'node:path'
import { createTemporaryFolder, type RunningPostgres } from '@reprise/testing'
import type { OpenedStore } from '../../../contract/index.ts'
import { openStore, type StoreLog } from '../../../open-store.ts'
import type { Store } from '../../../store.ts'

/** Opens a store at an address; what it logs is collected. */
export async function openAt(place: string, logged: string[] = []): Promise<Store> {
  const note = (details: object, message: string): void => void logged.push(`${message} ${JSON.stringify(details)}`)
  const log: StoreLog = { info: note, warn: note, error: note }
  return openStore(place, { artifactRoot: 'mlflow-artifacts:/', log })
}

/** A store in a new database of a server. */
export async function openOn(postgres: RunningPostgres): Promise<OpenedStore> {
  return toOpened(await postgres.createDatabase())
}

async function toOpened(place: string): Promise<OpenedStore> {
  const folder = await createTemporaryFolder()
  const backupTarget = join(folder.path, 'backup.db')
  let store = await openAt(place)
  return {
    get store() {
      return store
    },
    backupTarget,
    reopen: async () => {
      await store.close()
      store = await openAt(place)
    },
    openBackup: () => toOpened(backupTarget),
    dispose: async () => {
      await store.close()
      await folder.remove()
    },
  }
}

/** As many servers on one new database as asked for, closed at the end; the test checks last that the store is sound. */
export async function withServers(
  postgres: RunningPostgres,
  count: number,
  use: (servers: readonly [Store, Store, ...Store[]], url: string) => Promise<void>,
): Promise<void> {
  const url = await postgres.createDatabase()
  // All at once, as they start in a cluster.
  const servers = await Promise.all(Array.from({ length: Math.max(2, count) }, () => openAt(url)))
  try {
    await use(servers as [Store, Store, ...Store[]], url)
    const { problems } = await (servers[0] as Store).verify()
    if (problems.length > 0) throw new Error(`The store is not sound: ${problems.join('; ')}`)
  } finally {
    await Promise.all(servers.map((server) => server.close()))
  }
}
