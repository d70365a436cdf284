import { join } from 'node:path'
import { createTemporaryFolder, type RunningPostgres } from '@reprise/testing'
import type { OpenedStore } from '../../../contract/index.ts'
import { type OpenOptions, openStore } from '../../../open-store.ts'
import type { Store } from '../../../store.ts'

const options: OpenOptions = { artifactRoot: 'mlflow-artifacts:/' }

/** A store in a new database of a server. */
export async function openOn(postgres: RunningPostgres): Promise<OpenedStore> {
  return openAt(await postgres.createDatabase())
}

async function openAt(place: string): Promise<OpenedStore> {
  const folder = await createTemporaryFolder()
  const backupTarget = join(folder.path, 'backup.db')
  let store: Store = await openStore(place, options)
  return {
    get store() {
      return store
    },
    backupTarget,
    reopen: async () => {
      await store.close()
      store = await openStore(place, options)
    },
    openBackup: () => openAt(backupTarget),
    dispose: async () => {
      await store.close()
      await folder.remove()
    },
  }
}
