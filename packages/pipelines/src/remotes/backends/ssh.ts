import { type RemoteFolder, remoteFolders } from '@reprise/objects/remote-folders'
import { RepriseError } from '@reprise/protocol/errors'
import type { Settings } from '../../config/index.ts'
import type { RemoteOptions } from '../remote-store.ts'
import { secretOf } from '../secrets.ts'
import { numberOf, refuseOptions, textOf } from '../settings.ts'

/** `ssh://user@host:port/path`; what is set as an option wins over what is in the URL. */
export async function openSshFolder(url: string, settings: Settings, options: RemoteOptions): Promise<RemoteFolder> {
  if (settings.get('gss_auth') === true) refuseOptions(settings, ['gss_auth'])
  const parsed = URL.parse(url)
  if (parsed === null || parsed.hostname === '')
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${hidePassword(url)} names no host.`, { hint: 'Write ssh://user@host/path.' })
  const host = parsed.hostname.replace(/^\[|\]$/g, '')
  const user = textOf(settings, 'user') ?? decoded(parsed.username)
  const asked = { askPassword: options.askPassword, of: user === undefined ? host : `${user}@${host}` }
  const timeout = numberOf(settings, 'timeout')
  return remoteFolders.ssh({
    host,
    path: pathOf(url),
    port: numberOf(settings, 'port') ?? (parsed.port === '' ? undefined : Number(parsed.port)),
    user,
    password: (await secretOf(settings, 'password', asked)) ?? decoded(parsed.password),
    passphrase: await secretOf(settings, 'passphrase', asked),
    keyFile: textOf(settings, 'keyfile'),
    agent: settings.get('allow_agent') === false ? undefined : options.environment?.['SSH_AUTH_SOCK'],
    maxSessions: numberOf(settings, 'max_sessions'),
    timeout: timeout === undefined ? undefined : timeout * 1_000,
    jobs: options.jobs ?? numberOf(settings, 'jobs'),
    home: options.home,
  })
}

/** As it is written: nothing of it is decoded. */
function pathOf(url: string): string {
  return /^ssh:\/\/[^/]*(\/.*)$/is.exec(url)?.[1]?.replace(/(?<=.)\/+$/, '') ?? '/'
}

function decoded(text: string): string | undefined {
  return text === '' ? undefined : decodeURIComponent(text)
}

function hidePassword(url: string): string {
  return url.replace(/\/\/[^/]*@/, '//')
}
