import { RepriseError } from '@reprise/protocol/errors'
import type { Settings } from '../config/index.ts'
import { remoteKinds, type SourceKind } from './kinds.ts'
import { resolveRemote } from './open-remote.ts'
import type { RemoteOptions } from './remote-store.ts'
import { textOf } from './settings.ts'
import type { SourceFolder } from './source-folder.ts'

/** Something at a URL, in the folder that it is in. */
export interface UrlSource extends Pick<SourceKind, 'digest' | 'toDigest'>, AsyncDisposable {
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
  return sourceKindOf(url) !== undefined
}

/** Opens what a URL names; nothing is asked of it yet. Throws NOT_IMPLEMENTED for kinds of URLs that are not read. */
export async function openUrlSource(
  place: { readonly url: string; readonly settings: Settings },
  options: RemoteOptions,
): Promise<UrlSource> {
  const kind = sourceKindOf(place.url)
  if (kind === undefined)
    throw new RepriseError('NOT_IMPLEMENTED', `unsupported URL '${place.url}'`, {
      hint: `Files, folders and ${[...Object.keys(remoteKinds).filter(Boolean), 'remote'].map((name) => `${name}://`).join(', ')} can be read.`,
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

function sourceKindOf(url: string): SourceKind | undefined {
  const scheme = /^([a-zA-Z]\w*):\/\//.exec(url)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(remoteKinds, scheme) ? remoteKinds[scheme]?.source : undefined
}
