import { readFileSync } from 'node:fs'
import { chmod, chown, cp, mkdir, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { withFreePort } from '../free-port.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import { startTethered } from '../tethered-process.ts'
import { waitUntilListening } from '../wait-until-listening.ts'
import { ensureAsyncSsh, ensureOpenSsh } from './binaries.ts'
import { makeSshKey, type SshKey } from './keys.ts'

/** As root, sshd needs a user of its own that only installing it makes; so it runs as one that exists on every system. */
const NOBODY = { uid: 65534, gid: 65534 }

export interface SshOptions {
  /** `openssh` knows users by their keys only; `asyncssh` takes a password, too. */
  readonly kind: 'openssh' | 'asyncssh'
  /** Public keys besides that of {@link RunningSsh.keyFile}. */
  readonly authorized?: readonly string[]
  /** Of asyncssh: asks for the password as a code, with keyboard-interactive. */
  readonly isInteractive?: boolean
  /** Of OpenSSH: lines of `sshd_config`. */
  readonly config?: readonly string[]
}

export interface RunningSsh extends AsyncDisposable {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** A private key that the server takes. */
  readonly keyFile: string
  readonly hostKey: SshKey
  /** A file that has the server's key, as `~/.ssh/known_hosts`. */
  readonly knownHosts: string
  /** Where files may be written. */
  readonly folder: string
  /** Breaks every connection. OpenSSH only, on Linux. */
  killConnections(): void
  /** Ends it and removes its data. Idempotent. */
  stop(): Promise<void>
}

/** Starts an SSH server of its own on a free port of 127.0.0.1; it ends with this process at the latest. */
export async function startSsh(options: SshOptions): Promise<RunningSsh> {
  const folder = await createTemporaryFolder('ssh')
  const [login, hostKey] = [makeSshKey(), makeSshKey()]
  const at = (name: string): string => join(folder.path, name)
  try {
    await mkdir(at('data'))
    await writeFile(at('id'), login.privateKey, { mode: 0o600 })
    await writeFile(at('host_key'), hostKey.privateKey, { mode: 0o600 })
    await writeFile(at('authorized_keys'), [login.publicKey, ...(options.authorized ?? []), ''].join('\n'))
    return await withFreePort(async (port) => {
      await writeFile(at('known_hosts'), `[127.0.0.1]:${port} ${hostKey.publicKey}\n`)
      const server = await start(options, { port, folder: folder.path })
      await waitUntilListening(server, port, 'The SSH server')
      const stop = async (): Promise<void> => {
        await server.stop({ graceMs: 2_000 })
        await folder.remove()
      }
      return {
        host: '127.0.0.1',
        port,
        user: userOf(options.kind),
        password: 'secret of the tester',
        keyFile: at('id'),
        hostKey,
        knownHosts: at('known_hosts'),
        folder: at('data'),
        killConnections: () => killChildren(server.pid),
        stop,
        [Symbol.asyncDispose]: stop,
      }
    })
  } catch (error) {
    await folder.remove()
    throw error
  }
}

function userOf(kind: SshOptions['kind']): string {
  return kind === 'asyncssh' ? 'tester' : isRoot() ? 'nobody' : userInfo().username
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

interface Place {
  readonly port: number
  readonly folder: string
}

function start(options: SshOptions, place: Place) {
  return options.kind === 'openssh' ? startOpenSsh(options, place) : startAsyncSsh(options, place)
}

async function startOpenSsh({ config = [] }: SshOptions, { port, folder }: Place) {
  const found = await ensureOpenSsh()
  if (found.reason !== undefined) throw new Error(`There is no OpenSSH to start: ${found.reason}.`)
  // Where this repository lies, `nobody` may not be allowed to look.
  const binary = join(folder, basename(found.binary))
  await cp(found.binary, binary)
  const libraries = found.libraries === '' ? '' : join(folder, 'libraries')
  if (libraries !== '') await cp(found.libraries, libraries, { recursive: true })
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(folder, 'host_key')}`,
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    'StrictModes no',
    // Without it, accounts that have no password are taken for locked ones.
    'UsePAM yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PidFile none',
    'Subsystem sftp internal-sftp',
    ...config,
    '',
  ]
  await writeFile(join(folder, 'sshd_config'), lines.join('\n'))
  if (isRoot()) {
    for (const name of ['', 'data', 'host_key']) await chown(join(folder, name), NOBODY.uid, NOBODY.gid)
    await chmod(folder, 0o755)
  }
  return startTethered({
    command: binary,
    args: ['-D', '-e', '-f', join(folder, 'sshd_config')],
    env: { ...process.env, ...(libraries === '' ? {} : { LD_LIBRARY_PATH: libraries }) },
    ...(isRoot() ? { user: NOBODY } : {}),
    removeOnDeath: folder,
  })
}

async function startAsyncSsh({ isInteractive = false }: SshOptions, { port, folder }: Place) {
  const found = await ensureAsyncSsh()
  if (found.reason !== undefined) throw new Error(`There is no asyncssh to start: ${found.reason}.`)
  const given = {
    port,
    user: userOf('asyncssh'),
    password: 'secret of the tester',
    interactive: isInteractive,
    hostKey: join(folder, 'host_key'),
    authorizedKeys: join(folder, 'authorized_keys'),
  }
  const program = join(import.meta.dirname, 'asyncssh-server.py')
  return startTethered({ command: found.python, args: [program, JSON.stringify(given)], cwd: dirname(program), removeOnDeath: folder })
}

/** Those that end meanwhile are as good as killed. */
function killChildren(pid: number): void {
  for (const child of listChildren(pid)) {
    killChildren(child)
    try {
      process.kill(child, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

function listChildren(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH') return []
    throw error
  }
}
