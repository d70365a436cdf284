import { createHash, createHmac } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { matchesPattern } from './config-file.ts'

/** Keys of hosts that this user has seen before. */
export interface KnownHosts {
  /** Algorithms of keys that are known of the host, to be asked for first: a server may have keys that nobody has seen. */
  readonly algorithms: readonly string[]
  /** Throws PERMISSION_DENIED, with what to do, for a key that is not known or was revoked. */
  check(key: Buffer): void
}

export interface HostToCheck {
  readonly host: string
  readonly port: number
  /** Files like `~/.ssh/known_hosts`; the first one is where new keys go. */
  readonly files: readonly string[]
  /** `StrictHostKeyChecking` of `~/.ssh/config`. */
  readonly strict: string | undefined
}

interface KnownKey {
  readonly isRevoked: boolean
  readonly type: string
  readonly key: string
}

export function readKnownHosts(asked: HostToCheck): KnownHosts {
  const keys = findKeys(asked)
  const trusted = keys.filter(({ isRevoked }) => !isRevoked)
  return {
    algorithms: [...new Set(trusted.flatMap(({ type }) => (type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type])))],
    check: (key) => {
      const found = keys.filter((one) => one.key === key.toString('base64'))
      if (found.some(({ isRevoked }) => isRevoked)) throw refused(asked, key, 'is one that was revoked')
      if (found.length > 0 || asked.strict === 'no' || asked.strict === 'off') return
      if (trusted.length > 0)
        throw refused(asked, key, 'is another than the one that is known: somebody may be in between, or the server was set up anew')
      if (asked.strict === 'accept-new') return remember(asked, key)
      throw refused(asked, key, 'is not known')
    },
  }
}

/** Names with a port come first; a key that is known for the host alone is taken, too, as OpenSSH does. */
function findKeys({ host, port, files }: HostToCheck): KnownKey[] {
  const lines = files.flatMap(readLines)
  const named = port === 22 ? [] : lines.flatMap((line) => keyOf(line, `[${host}]:${port}`))
  return named.length > 0 ? named : lines.flatMap((line) => keyOf(line, host))
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new RepriseError('PERMISSION_DENIED', `${file} can not be read: ${(error as Error).message}`, { cause: error })
  }
}

function keyOf(line: string, name: string): KnownKey[] {
  const words = line.trim().split(/\s+/)
  const marker = words[0]?.startsWith('@') === true ? words.shift() : undefined
  const [names = '', type = '', key = ''] = words
  if (names === '' || names.startsWith('#') || key === '' || marker === '@cert-authority') return []
  return isNamed(names, name) ? [{ isRevoked: marker === '@revoked', type, key }] : []
}

function isNamed(names: string, name: string): boolean {
  const [, salt, digest] = /^\|1\|([^|]+)\|(.+)$/.exec(names) ?? []
  if (salt !== undefined && digest !== undefined)
    return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === digest
  const patterns = names.split(',')
  if (patterns.some((pattern) => pattern.startsWith('!') && matchesPattern(pattern.slice(1), name))) return false
  return patterns.some((pattern) => matchesPattern(pattern, name))
}

function remember({ host, port, files: [file] }: HostToCheck, key: Buffer): void {
  if (file === undefined) return
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  appendFileSync(file, `${port === 22 ? host : `[${host}]:${port}`} ${typeOf(key)} ${key.toString('base64')}\n`, { mode: 0o600 })
}

/** A key begins with the name of its kind. */
function typeOf(key: Buffer): string {
  return key.toString('latin1', 4, 4 + key.readUInt32BE(0))
}

function refused({ host, port, files: [file = '~/.ssh/known_hosts'] }: HostToCheck, key: Buffer, problem: string): RepriseError {
  const fingerprint = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
  const where = port === 22 ? '' : ` -p ${port}`
  return new RepriseError('PERMISSION_DENIED', `The key of the host ${host}, ${typeOf(key)} ${fingerprint}, ${problem}.`, {
    hint: problem.startsWith('is not known')
      ? `Compare it with what the server's owner says, then: ssh-keyscan${where} ${host} >> ${file}`
      : `If that is right, remove the old one with: ssh-keygen -R '${port === 22 ? host : `[${host}]:${port}`}'`,
  })
}
