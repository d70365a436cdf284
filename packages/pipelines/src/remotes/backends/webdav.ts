import { type RemoteFolder, remoteFolders } from '@reprise/objects/remote-folders'
import { RepriseError } from '@reprise/protocol/errors'
import type { Settings } from '../../config/index.ts'
import type { RemoteOptions } from '../remote-store.ts'
import { secretOf } from '../secrets.ts'
import { numberOf, refuseOptions, textOf } from '../settings.ts'

/** A command in a configuration that comes with a repository would be run by whoever clones it; certificates are not given to requests. */
const UNSUPPORTED = ['bearer_token_command', 'cert_path', 'key_path']

/** `webdav(s)://user@host/path`. */
export async function openWebdavFolder(url: string, settings: Settings, options: RemoteOptions): Promise<RemoteFolder> {
  refuseOptions(settings, settings.get('ssl_verify') === true ? UNSUPPORTED : [...UNSUPPORTED, 'ssl_verify'])
  const parsed = URL.parse(url.replace(/^webdav/i, 'http'))
  if (parsed === null || parsed.hostname === '')
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${url.replace(/\/\/[^/]*@/, '//')} names no host.`, {
      hint: 'Write webdavs://host/path.',
    })
  const user = textOf(settings, 'user') ?? (parsed.username === '' ? undefined : decodeURIComponent(parsed.username))
  const timeout = numberOf(settings, 'timeout')
  return remoteFolders.webdav({
    url: `${parsed.protocol}//${parsed.host}${parsed.pathname}`,
    shown: `${url.slice(0, url.indexOf(':'))}://${parsed.host}${parsed.pathname}`,
    headers: await authorize(settings, { user, host: parsed.host, askPassword: options.askPassword }),
    timeout: timeout === undefined ? undefined : timeout * 1_000,
    jobs: options.jobs ?? numberOf(settings, 'jobs'),
  })
}

interface Asking extends Pick<RemoteOptions, 'askPassword'> {
  readonly user: string | undefined
  readonly host: string
}

async function authorize(settings: Settings, { user, host, askPassword }: Asking): Promise<Record<string, string>> {
  const [token, header] = [textOf(settings, 'token'), textOf(settings, 'custom_auth_header')]
  if (token !== undefined) return { authorization: `Bearer ${token}` }
  if (user === undefined && header === undefined) return {}
  const password = (await secretOf(settings, 'password', { askPassword, of: `${user ?? header}@${host}` })) ?? ''
  if (user === undefined && header !== undefined) return { [header]: password }
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}
