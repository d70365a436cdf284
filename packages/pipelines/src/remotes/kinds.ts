import type { RemoteFolder } from '@reprise/objects/remote-folders'
import type { Settings } from '../config/index.ts'
import { toRemoteStore } from './folder-store.ts'
import type { RemoteOptions, RemoteStore } from './remote-store.ts'
import { numberOf } from './settings.ts'
import type { SourceFolder } from './source-folder.ts'

type Open<T> = (url: string, settings: Settings, options: RemoteOptions) => T | Promise<T>

/** A kind of place for data. */
export interface RemoteKind {
  readonly openStore: Open<RemoteStore>
  /** How what others have put there is read, where that is not done by plain HTTP or on this machine. */
  readonly source: SourceKind | undefined
}

export interface SourceKind {
  readonly open: Open<SourceFolder>
  /** What DVC takes for the state of a file: its content where there is nothing else, or what the service calls it. */
  readonly digest: 'md5' | 'etag' | 'checksum'
  /** The service's word as DVC writes it. */
  readonly toDigest: (etag: string) => string
}

const asItIs = (etag: string): string => etag
const inQuotes = (etag: string): string => `"${etag}"`

const openWebdav: Open<RemoteFolder> = async (...given) => (await import('./backends/webdav.ts')).openWebdavFolder(...given)
const openHttp: Open<RemoteStore> = async (...given) => (await import('./backends/http.ts')).openHttpRemote(...given)

/** By URL scheme, '' for folders. One new kind: one file and one line. Each is loaded when a remote of its kind is opened. */
export const remoteKinds: Readonly<Record<string, RemoteKind>> = {
  '': {
    openStore: async (url, settings, { jobs }) =>
      (await import('./backends/local.ts')).openLocalRemote(url, jobs ?? numberOf(settings, 'jobs')),
    source: undefined,
  },
  s3: {
    openStore: async (...given) => (await import('./backends/s3.ts')).openS3Remote(...given),
    source: { open: async (...given) => (await import('./backends/s3.ts')).openS3Source(...given), digest: 'etag', toDigest: asItIs },
  },
  http: { openStore: openHttp, source: undefined },
  https: { openStore: openHttp, source: undefined },
  ssh: overFolder(async (...given) => (await import('./backends/ssh.ts')).openSshFolder(...given), 'md5'),
  gs: overFolder(
    async (...given) => (await import('./backends/gs.ts')).openGsFolder(...given),
    'etag',
    (etag) => Buffer.from(etag, 'base64').toString('hex'),
  ),
  azure: overFolder(async (...given) => (await import('./backends/azure.ts')).openAzureFolder(...given), 'etag', inQuotes),
  gdrive: overFolder(async (...given) => (await import('./backends/gdrive.ts')).openGdriveFolder(...given), 'checksum'),
  webdav: overFolder(openWebdav, 'etag'),
  webdavs: overFolder(openWebdav, 'etag'),
}

function overFolder(open: Open<RemoteFolder>, digest: SourceKind['digest'], toDigest = asItIs): RemoteKind {
  return {
    openStore: async (url, settings, options) => toRemoteStore(await open(url, settings, options)),
    source: { open, digest, toDigest },
  }
}
