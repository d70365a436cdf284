import { existsSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol'
import { openStore, type Store } from '@reprise/storage'
import type { World } from '../../command.ts'
import { assertNoFolder, fileOf, isDatabaseUrl } from '../../serving/places.ts'

/** Opens a store that is there already, for as long as `use` takes. Maintenance never makes a new one by a mistyped name. */
export async function withStore<T>(place: string, world: World, use: (store: Store) => Promise<T>): Promise<T> {
  if (!isDatabaseUrl(place) && !existsSync(fileOf(place))) {
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no store at ${place}.`, { hint: 'Name it with --store.' })
  }
  assertNoFolder(place)
  world.interruption.beforeEnd(() => undefined)
  const store = await openStore(place, { artifactRoot: 'mlflow-artifacts:' }).catch((error: unknown) => {
    throw isHeld(error) ? held(error) : error
  })
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

function isHeld(error: unknown): error is RepriseError {
  return error instanceof RepriseError && error.code === 'RESOURCE_CONFLICT'
}

function held(error: RepriseError): RepriseError {
  return new RepriseError(error.code, error.message, {
    hint: 'If that is a server, have it do the work: --tracking-uri http://HOST:PORT',
    cause: error,
  })
}
