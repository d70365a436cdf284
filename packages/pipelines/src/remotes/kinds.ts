import type { RemoteFolder } from '@reprise/objects'
import type { Settings } from '../config/index.ts'
import { openAzureFolder } from './backends/azure.ts'
import { openGdriveFolder } from './backends/gdrive.ts'
import { openGsFolder } from './backends/gs.ts'
import { openHttpRemote } from './backends/http.ts'
import { openLocalRemote } from './backends/local.ts'
import { openS3Remote, openS3Source } from './backends/s3.ts'
import { openSshFolder } from './backends/ssh.ts'
import { openWebdavFolder } from './backends/webdav.ts'
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

/** By URL scheme, '' for folders. One new kind: one file and one line. */
export const remoteKinds: Readonly<Record<string, RemoteKind>> = {
  '': { openStore: (url, settings, { jobs }) => openLocalRemote(url, jobs ?? numberOf(settings, 'jobs')), source: undefined },
  s3: { openStore: openS3Remote, source: { open: openS3Source, digest: 'etag', toDigest: asItIs } },
  http: { openStore: openHttpRemote, source: undefined },
  https: { openStore: openHttpRemote, source: undefined },
  ssh: overFolder(openSshFolder, 'md5'),
  gs: overFolder(openGsFolder, 'etag', (etag) => Buffer.from(etag, 'base64').toString('hex')),
  azure: overFolder(openAzureFolder, 'etag', inQuotes),
  gdrive: overFolder(openGdriveFolder, 'checksum'),
  webdav: overFolder(openWebdavFolder, 'etag'),
  webdavs: overFolder(openWebdavFolder, 'etag'),
}

function overFolder(open: Open<RemoteFolder>, digest: SourceKind['digest'], toDigest = asItIs): RemoteKind {
  return {
    openStore: async (url, settings, options) => toRemoteStore(await open(url, settings, options)),
    source: { open, digest, toDigest },
  }
}
