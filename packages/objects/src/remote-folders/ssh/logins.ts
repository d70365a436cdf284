import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import type { AnyAuthMethod, ParsedKey } from 'ssh2'
import ssh2 from 'ssh2'
import type { HostConfig } from './config-file.ts'
import type { SshSettings } from './settings.ts'

/** Ways to log in, in the order in which they are tried. */
export interface Logins {
  readonly methods: readonly AnyAuthMethod[]
  /** For messages: what is tried, and what can not be. */
  readonly told: readonly string[]
}

const DEFAULT_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa', 'id_dsa']

/**
 * A password and a key that are named are all that is tried, as DVC does; else the agent's keys and those of `~/.ssh`. Throws UNAUTHENTICATED for a
 * key that is named and can not be read.
 */
export function listLogins(
  settings: SshSettings,
  { username, config, home }: { username: string; config: HostConfig; home: string },
): Logins {
  const { password, passphrase, keyFile } = settings
  const methods: AnyAuthMethod[] = []
  const told: string[] = []
  const addKey = (file: string, isNamed: boolean): void => {
    const key = readKey(file, { passphrase, isNamed })
    if (key !== undefined && !(key instanceof Error)) methods.push({ type: 'publickey', username, key })
    told.push(key instanceof Error ? `${file}: ${key.message}` : file)
  }
  if (keyFile !== undefined) addKey(keyFile, true)
  if (keyFile === undefined && (password === undefined || passphrase !== undefined)) {
    const agent = config.get('identityagent') ?? settings.agent
    if (agent !== undefined && agent !== 'none' && config.get('identitiesonly')?.toLowerCase() !== 'yes') {
      methods.push({ type: 'agent', username, agent })
      told.push('the keys of the agent')
    }
    const named = config.all('identityfile')
    const files = named.length > 0 ? named : DEFAULT_KEYS.map((name) => join(home, '.ssh', name))
    for (const file of files) if (existsSync(file)) addKey(file, false)
  }
  if (password !== undefined) {
    // Some servers ask for the password as if it were a question of their own.
    methods.push({ type: 'password', username, password })
    methods.push({
      type: 'keyboard-interactive',
      username,
      prompt: (...[, , , prompts, finish]) => finish(prompts.map(() => password)),
    })
    told.push('the password')
  }
  return { methods, told }
}

/** Keys that nobody named and that can not be read are passed over, as OpenSSH does. */
function readKey(file: string, { passphrase, isNamed }: { passphrase: string | undefined; isNamed: boolean }): ParsedKey | Error {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    if (!isNamed) return error as Error
    throw new RepriseError('UNAUTHENTICATED', `The key ${file} can not be read: ${(error as Error).message}`, { cause: error })
  }
  const parsed: ParsedKey | ParsedKey[] | Error = ssh2.utils.parseKey(bytes, passphrase)
  const key = Array.isArray(parsed) ? parsed[0] : parsed
  if (key !== undefined && !(key instanceof Error)) return key
  const problem = explain(key?.message ?? 'it is empty', passphrase)
  if (!isNamed) return new Error(problem)
  throw new RepriseError('UNAUTHENTICATED', `The key ${file} can not be used: ${problem}.`, {
    hint: 'Set `passphrase` or `ask_passphrase` of the remote, or add the key to the agent with ssh-add.',
  })
}

function explain(problem: string, passphrase: string | undefined): string {
  if (/encrypted/i.test(problem) && passphrase === undefined) return 'it has a passphrase, and none was given'
  return passphrase !== undefined && /passphrase|integrity|decrypt/i.test(problem) ? 'the passphrase is wrong' : problem
}
