import { RepriseError } from '@reprise/protocol'
import type { Settings } from '../config/index.ts'
import { openAzureFolder } from './backends/azure.ts'
import { openGdriveFolder } from './backends/gdrive.ts'
import { openGsFolder } from './backends/gs.ts'
import { openS3Source } from './backends/s3.ts'
import { openSshFolder } from './backends/ssh.ts'
import { openWebdavFolder } from './backends/webdav.ts'
import { resolveRemote } from './open-remote.ts'
import type { RemoteOptions } from './remote-store.ts'
import { textOf } from './settings.ts'
import type { SourceFolder } from './source-folder.ts'

interface Kind {
  readonly open: (url: string, settings: Settings, options: RemoteOptions) => Promise<SourceFolder>
  /** What DVC takes for the state of a file: its content where there is nothing else, or what the service calls it. */
  readonly digest: 'md5' | 'etag' | 'checksum'
  /** The service's word as DVC writes it. */
  readonly toDigest: (etag: string) => string
}

const asItIs = (etag: string): string => etag

/** By URL scheme. One new kind: one line. */
const kinds: Readonly<Record<string, Kind>> = {
  ssh: { open: openSshFolder, digest: 'md5', toDigest: asItIs },
  s3: { open: openS3Source, digest: 'etag', toDigest: asItIs },
  gs: { open: openGsFolder, digest: 'etag', toDigest: (etag) => Buffer.from(etag, 'base64').toString('hex') },
  azure: { open: openAzureFolder, digest: 'etag', toDigest: (etag) => `"${etag}"` },
  gdrive: { open: openGdriveFolder, digest: 'checksum', toDigest: asItIs },
  webdav: { open: openWebdavFolder, digest: 'etag', toDigest: asItIs },
  webdavs: { open: openWebdavFolder, digest: 'etag', toDigest: asItIs },
}

/** Something at a URL, in the folder that it is in. */
export interface UrlSource extends Pick<Kind, 'digest' | 'toDigest'>, AsyncDisposable {
  readonly folder: SourceFolder
  /** In the folder; '' for all of it. */
  readonly path: string
}

/** `remote://name/path` as what it stands for, with the options of that remote; any other URL as it is. Throws where there is no such remote. */
export function resolveUrl(url: string, remotes: ReadonlyMap<string, Settings>): { readonly url: string; readonly settings: Settings } {
  const [, name, path = ''] = /^remote:\/\/([^/]+)(.*)$/is.exec(url) ?? []
  if (name === undefined) return { url, settings: new Map() }
  const settings = resolveRemote(name.toLowerCase(), remotes)
  return { url: `${(textOf(settings, 'url') ?? '').replace(/\/+$/, '')}${path}`, settings }
}

/** Whether something at a URL is read as a file of a folder elsewhere, and not by plain HTTP or from this machine. */
export function isFolderUrl(url: string): boolean {
  return Object.hasOwn(kinds, schemeOf(url))
}

/** Opens what a URL names; nothing is asked of it yet. Throws NOT_IMPLEMENTED for kinds of URLs that are not read. */
export async function openUrlSource(
  place: { readonly url: string; readonly settings: Settings },
  options: RemoteOptions,
): Promise<UrlSource> {
  const kind = isFolderUrl(place.url) ? kinds[schemeOf(place.url)] : undefined
  if (kind === undefined)
    throw new RepriseError('NOT_IMPLEMENTED', `unsupported URL '${place.url}'`, {
      hint: `Files, folders and ${['http', 'https', ...Object.keys(kinds), 'remote'].map((name) => `${name}://`).join(', ')} can be read.`,
    })
  const { parent, path } = splitUrl(place.url)
  const folder = await kind.open(parent, place.settings, options)
  return { ...kind, folder, path, [Symbol.asyncDispose]: () => folder.close() }
}

function splitUrl(url: string): { readonly parent: string; readonly path: string } {
  const trimmed = url.replace(/\/+$/, '')
  const slash = trimmed.lastIndexOf('/')
  return slash < trimmed.indexOf('://') + 3
    ? { parent: trimmed, path: '' }
    : { parent: trimmed.slice(0, slash), path: trimmed.slice(slash + 1) }
}

function schemeOf(url: string): string {
  return /^([a-zA-Z]\w*):\/\//.exec(url)?.[1]?.toLowerCase() ?? ''
}
