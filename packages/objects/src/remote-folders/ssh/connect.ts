import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import type { Client, ConnectConfig } from 'ssh2'
import ssh2 from 'ssh2'
import { type HostConfig, readHostConfig } from './config-file.ts'
import { toConnectError } from './errors.ts'
import { type KnownHosts, readKnownHosts } from './known-hosts.ts'
import { listLogins, type Logins } from './logins.ts'
import type { SshSettings } from './settings.ts'

const TIMEOUT = 30_000
/** A server that has not answered as many of these is gone. */
const KEEPALIVE = 15_000
const MOST_SILENT = 4
const MOST_JUMPS = 8

/** Fast ones first, as DVC asks for them; then all others that are safe. */
const CIPHERS = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'chacha20-poly1305@openssh.com',
  'aes256-ctr',
  'aes192-ctr',
  'aes128-ctr',
] as const
const HOST_KEYS = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'rsa-sha2-512', 'rsa-sha2-256']

export interface SshConnection {
  readonly client: Client
  /** Resolves when it has ended, however. */
  readonly closed: Promise<void>
  close(): void
}

/** Connects and logs in; over other hosts, where `~/.ssh/config` says so. Rejects with what to do about it. */
export async function connectSsh(settings: SshSettings, jumps = 0): Promise<SshConnection> {
  const home = settings.home ?? homedir()
  const config = readHostConfig({ host: settings.host, user: settings.user, home })
  const host = config.get('hostname') ?? settings.host
  const port = settings.port ?? Number(config.get('port') ?? 22)
  const username = settings.user ?? config.get('user') ?? userInfo().username
  const known = readKnownHosts({
    host: config.get('hostkeyalias') ?? host,
    port: config.get('hostkeyalias') === undefined ? port : 22,
    files: knownHostsFiles(config, home),
    strict: config.get('stricthostkeychecking')?.toLowerCase(),
  })
  const logins = listLogins(settings, { username, config, home })
  const jump = await openJump(settings, { config, target: { host, port }, jumps })
  try {
    const timeout = settings.timeout ?? TIMEOUT
    const sock = jump === undefined ? {} : { sock: jump.stream }
    const connection = await openClient({ host, port, username, readyTimeout: timeout, ...sock }, { known, logins })
    if (jump !== undefined) void connection.closed.then(jump.close)
    return connection
  } catch (error) {
    jump?.close()
    throw toConnectError(error, { place: `${host}:${port}`, user: username, told: logins.told })
  }
}

function knownHostsFiles(config: HostConfig, home: string): string[] {
  const named = config.get('userknownhostsfile')?.split(/\s+/)
  const own =
    named?.map((file) => file.replace(/^~(?=\/)/, home)) ?? ['known_hosts', 'known_hosts2'].map((name) => join(home, '.ssh', name))
  return [...own, '/etc/ssh/ssh_known_hosts']
}

interface Trust {
  readonly known: KnownHosts
  readonly logins: Logins
}

function openClient(config: ConnectConfig, { known, logins }: Trust): Promise<SshConnection> {
  const client = new ssh2.Client()
  const methods = [...logins.methods]
  let distrust: Error | undefined
  return new Promise((resolve, reject) => {
    const closed = new Promise<void>((end) => client.once('close', () => end()))
    client.on('error', (error) => reject(distrust ?? error))
    client.once('close', () => reject(distrust ?? new Error('the server closed the connection')))
    client.once('connect', () => client.setNoDelay(true))
    client.once('ready', () => resolve({ client, closed, close: () => client.end() }))
    const serverHostKey = [...new Set([...known.algorithms, ...HOST_KEYS])].filter((name) => HOST_KEYS.includes(name))
    client.connect({
      ...config,
      keepaliveInterval: KEEPALIVE,
      keepaliveCountMax: MOST_SILENT,
      algorithms: { cipher: [...CIPHERS], serverHostKey: serverHostKey as never, compress: ['none'] },
      hostVerifier: (key: Buffer) => {
        try {
          known.check(key)
          return true
        } catch (error) {
          distrust = error instanceof Error ? error : new Error(String(error))
          return false
        }
      },
      authHandler: (left, _partial, next) => {
        let method = methods.shift()
        // Servers close the connection after some tries, so none is for what they do not take.
        while (method !== undefined && left?.includes(method.type === 'agent' ? 'publickey' : method.type) === false)
          method = methods.shift()
        // The types have no word for the end of the list, which is `false`.
        next(method ?? (false as never))
      },
    })
  })
}

interface Jump {
  readonly stream: NonNullable<ConnectConfig['sock']>
  close(): void
}

interface Jumping {
  readonly config: HostConfig
  readonly target: { readonly host: string; readonly port: number }
  readonly jumps: number
}

async function openJump(settings: SshSettings, { config, target, jumps }: Jumping): Promise<Jump | undefined> {
  const through = config.get('proxyjump')
  if (through === undefined || through.toLowerCase() === 'none') {
    const command = config.get('proxycommand')
    if (command === undefined || command.toLowerCase() === 'none') return undefined
    throw new RepriseError('NOT_IMPLEMENTED', `~/.ssh/config has a ProxyCommand for ${settings.host}, which Reprise does not start.`, {
      hint: 'Use ProxyJump, or dvc for this remote.',
    })
  }
  const [, user, host = '', port] = /^(?:ssh:\/\/)?(?:([^@]+)@)?([^:,]+)(?::(\d+))?$/.exec(through) ?? []
  if (host === '' || jumps === MOST_JUMPS)
    throw new RepriseError('NOT_IMPLEMENTED', `Reprise can not go over ${through}, as ~/.ssh/config says.`, {
      hint: 'Name one host in ProxyJump; that host may name the next.',
    })
  const { agent, home, timeout } = settings
  const next: SshSettings = { host, path: '/', user, port: port === undefined ? undefined : Number(port), agent, home, timeout }
  const connection = await connectSsh(next, jumps + 1)
  return new Promise((resolve, reject) => {
    connection.client.on('error', () => undefined)
    connection.client.forwardOut('127.0.0.1', 0, target.host, target.port, (error, stream) => {
      if (error === undefined) return resolve({ stream, close: () => connection.close() })
      connection.close()
      reject(
        new RepriseError('TEMPORARILY_UNAVAILABLE', `${host} does not lead to ${target.host}:${target.port}: ${error.message}`, {
          cause: error,
        }),
      )
    })
  })
}
