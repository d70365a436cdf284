import { existsSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol'
import { openStore, type Store } from '@reprise/storage'

/** Opens a store that is there already, for as long as `use` takes. Maintenance never makes a new one by a mistyped name. */
export async function withStore<T>(place: string, use: (store: Store) => Promise<T>): Promise<T> {
  if (!/^postgres(ql)?:/.test(place) && !existsSync(place)) {
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no store at ${place}.`, { hint: 'Name it with --store.' })
  }
  const store = await openStore(place, { artifactRoot: 'mlflow-artifacts:' })
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}
