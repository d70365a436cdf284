import { redactUrl } from '@reprise/capture'
import { dvcFolder, dvcServer } from '../dvc/dvc-stores.ts'
import { createFindDigests } from '../dvc/find-digests.ts'
import { type DvcStores, listDvcStores } from '../dvc/list-stores.ts'
import type { RecordedRun } from '../../original/read-original.ts'
import type { RestoreContext } from '../context.ts'
import { cachedFiles } from './cached.ts'
import type { DataSource } from './data-source.ts'
import { givenFolder } from './given-folder.ts'
import { givenServer } from './given-server.ts'
import { keptCopies } from './kept-copy.ts'
import { originalPlace } from './original-place.ts'
import { otherRuns } from './other-runs.ts'

export interface SourceList {
  /** In the order in which they are asked. */
  readonly sources: readonly DataSource[]
  /** Places that might have it, and were not asked, with why. */
  readonly notAsked: readonly string[]
}

/**
 * Everything that may have the inputs of a run: the cache of this user, the copies kept with the run, what was named, the place of the
 * original, caches and remotes of DVC, other runs. `root` is the restored code. Offline, nobody but the tracking server is asked.
 */
export async function listSources(original: RecordedRun, root: string, context: RestoreContext): Promise<SourceList> {
  const { client, cache, data = [], isOffline, signal } = context
  const dvc = await listDvcStores(root, original.record.code.root)
  const given = data.map((place) => ({ place, url: toServer(place) }))
  const md5Of = createFindDigests(root, () => Promise.resolve(listPlaces(given, dvc, isOffline)), signal)
  const sources = [
    ...(cache === undefined ? [] : [cachedFiles(cache)]),
    keptCopies(client, original.artifactUri, signal),
    ...given.map(({ place, url }) => (url === undefined ? givenFolder(place, md5Of) : givenServer(url, { md5Of, signal }))),
    originalPlace,
    ...dvc.folders.map((folder) => dvcFolder(folder, md5Of)),
    ...dvc.servers.map((server) => dvcServer(server, md5Of, signal)),
    otherRuns(client, original),
  ]
  const isAsked = ({ reach }: DataSource): boolean => !isOffline || reach !== 'network'
  const notAsked = [
    ...dvc.others.map((address) => `the DVC remote ${redactUrl(address)} (only folders and HTTP are spoken to)`),
    ...sources.filter((source) => !isAsked(source)).map(({ name }) => `${name} (offline)`),
  ]
  return { sources: sources.filter(isAsked), notAsked }
}

interface Given {
  readonly place: string
  readonly url: URL | undefined
}

/** Where lists of DVC are looked for. */
function listPlaces(given: readonly Given[], dvc: DvcStores, isOffline: boolean): Pick<DvcStores, 'folders' | 'servers'> {
  const folders = given.flatMap(({ place, url }) => (url === undefined ? [place, `${place}/.dvc/cache`] : []))
  const servers = given.flatMap(({ url }) => url ?? [])
  return { folders: [...folders, ...dvc.folders], servers: isOffline ? [] : [...servers, ...dvc.servers] }
}

function toServer(place: string): URL | undefined {
  return /^https?:\/\//i.test(place) ? new URL(place) : undefined
}
