import type { RemoteFolder } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'
import type { Settings } from '../config/index.ts'
import { openAzureFolder } from './backends/azure.ts'
import { openGdriveFolder } from './backends/gdrive.ts'
import { openGsFolder } from './backends/gs.ts'
import { openHttpRemote } from './backends/http.ts'
import { openLocalRemote } from './backends/local.ts'
import { openS3Remote } from './backends/s3.ts'
import { openSshFolder } from './backends/ssh.ts'
import { openWebdavFolder } from './backends/webdav.ts'
import { toRemoteStore } from './folder-store.ts'
import type { RemoteOptions, RemoteStore } from './remote-store.ts'
import { numberOf, refuseOptions, textOf } from './settings.ts'

type Open = (url: string, settings: Settings, options: RemoteOptions) => RemoteStore | Promise<RemoteStore>

/** By URL scheme, '' for folders. One new kind of remote: one file and one line. */
const backends: Readonly<Record<string, Open>> = {
  '': (url, settings, { jobs }) => openLocalRemote(url, jobs ?? numberOf(settings, 'jobs')),
  s3: openS3Remote,
  http: openHttpRemote,
  https: openHttpRemote,
  ssh: overFolder(openSshFolder),
  gs: overFolder(openGsFolder),
  azure: overFolder(openAzureFolder),
  gdrive: overFolder(openGdriveFolder),
  webdav: overFolder(openWebdavFolder),
  webdavs: overFolder(openWebdavFolder),
}

function overFolder(open: (url: string, settings: Settings, options: RemoteOptions) => Promise<RemoteFolder>): Open {
  return async (url, settings, options) => toRemoteStore(await open(url, settings, options))
}

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
  const open = Object.hasOwn(backends, scheme) ? backends[scheme] : undefined
  if (open !== undefined) return open(url, settings, options)
  const known = missing.has(scheme)
  throw new RepriseError(
    known ? 'NOT_IMPLEMENTED' : 'INVALID_PARAMETER_VALUE',
    `The remote '${name}' is at ${scheme}://, which Reprise can not reach${known ? ' yet' : ''}.`,
    {
      hint: `Use a folder or one of ${Object.keys(backends)
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
