import type { Readable } from 'node:stream'
import { RepriseError } from '@reprise/protocol'

/** What this package uses of the store of `@reprise/storage`. */
export interface LocalStore {
  call(name: string, request: Uint8Array, context: { readonly idempotencyKey?: string | undefined }): Promise<Uint8Array>
  close(): Promise<void>
}

/** What this package uses of the artifact store of `@reprise/objects`. */
export interface LocalArtifacts {
  put(path: string, body: AsyncIterable<Uint8Array>): Promise<void>
  get(path: string): Promise<{ readonly size: number; read(): Readable } | undefined>
  list(folder: string): Promise<readonly { readonly name: string; readonly isFolder: boolean; readonly size: number | undefined }[]>
  delete(path: string): Promise<void>
}

export interface LocalParts {
  readonly store: LocalStore
  readonly artifacts: LocalArtifacts
}

interface StoragePackage {
  openStore(place: string, options: { readonly artifactRoot: string }): Promise<LocalStore>
}

interface ObjectsPackage {
  openArtifactStore(location: string): Promise<LocalArtifacts>
  assertArtifactPath(path: string): void
}

/** Opens the database and the artifacts of a folder, making them when they are new. */
export async function openParts({ store, artifacts }: { store: string; artifacts: string }): Promise<LocalParts> {
  const { openStore } = await load<StoragePackage>('@reprise/storage')
  const { openArtifactStore, assertArtifactPath } = await load<ObjectsPackage>('@reprise/objects')
  const files = await openArtifactStore(artifacts)
  const check = <Result>(path: string, use: () => Promise<Result>): Promise<Result> => {
    if (path !== '') assertArtifactPath(path)
    return use()
  }
  return {
    store: await openStore(store, { artifactRoot: 'mlflow-artifacts:' }),
    artifacts: {
      put: (path, body) => check(path, () => files.put(path, body)),
      get: (path) => check(path, () => files.get(path)),
      list: (folder) => check(folder, () => files.list(folder)),
      delete: (path) => check(path, () => files.delete(path)),
    },
  }
}

/** The packages are not dependencies of this one: a program that logs to a server has no use for a database. */
async function load<Package>(name: string): Promise<Package> {
  try {
    return (await import(name)) as Package
  } catch (cause) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `Tracking into a folder needs the package ${name}: ${String(cause)}`, {
      hint: `Install it with \`npm install ${name}\` and use Node 24.12 or newer; or start \`reprise server\` and name its URL.`,
      cause,
    })
  }
}
