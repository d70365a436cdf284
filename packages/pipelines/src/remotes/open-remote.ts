import { RepriseError } from '@reprise/protocol/errors'
import type { Settings } from '../config/index.ts'
import { remoteKinds } from './kinds.ts'
import type { RemoteOptions, RemoteStore } from './remote-store.ts'
import { refuseOptions, textOf } from './settings.ts'

/** What DVC has and is not here; whoever has such a remote is told so. */
const missing = new Set(['oss', 'hdfs', 'webhdfs'])
/** Remotes of remotes that lead round in a circle end here. */
const DEEPEST = 16

/**
 * Opens a remote of a configuration whose paths are resolved. Throws RESOURCE_DOES_NOT_EXIST when it has none of that name, NOT_IMPLEMENTED for
 * kinds and options that are not supported. Nothing is asked of it yet.
 */
export async function openRemote(name: string, remotes: ReadonlyMap<string, Settings>, options: RemoteOptions = {}): Promise<RemoteStore> {
  const settings = resolveRemote(name, remotes)
  const url = textOf(settings, 'url') ?? ''
  const scheme = /^([a-zA-Z][-+.\w]*):\/\//.exec(url)?.[1]?.toLowerCase() ?? ''
  if (settings.get('version_aware') === true || settings.get('worktree') === true) refuseOptions(settings, ['version_aware', 'worktree'])
  const kind = Object.hasOwn(remoteKinds, scheme) ? remoteKinds[scheme] : undefined
  if (kind !== undefined) return kind.openStore(url, settings, options)
  const known = missing.has(scheme)
  throw new RepriseError(
    known ? 'NOT_IMPLEMENTED' : 'INVALID_PARAMETER_VALUE',
    `The remote '${name}' is at ${scheme}://, which Reprise can not reach${known ? ' yet' : ''}.`,
    {
      hint: `Use a folder or one of ${Object.keys(remoteKinds)
        .filter(Boolean)
        .map((name) => `${name}://`)
        .join(', ')}; dvc reaches the others.`,
    },
  )
}

/** Settings of a remote; one at `remote://other/path` has those of the other and its own above them. */
export function resolveRemote(name: string, remotes: ReadonlyMap<string, Settings>, depth = 0): Settings {
  const settings = remotes.get(name)
  if (settings === undefined || depth === DEEPEST)
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no remote '${name}' in the configuration.`, {
      hint: remotes.size === 0 ? 'Add one with `reprise remote add`.' : `There is: ${[...remotes.keys()].join(', ')}.`,
    })
  const [, other, path = ''] = /^remote:\/\/([^/]+)(.*)$/i.exec(textOf(settings, 'url') ?? '') ?? []
  if (other === undefined) return settings
  const base = resolveRemote(other.toLowerCase(), remotes, depth + 1)
  const url = `${(textOf(base, 'url') ?? '').replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`
  return new Map([...base, ...settings, ['url', url]])
}
