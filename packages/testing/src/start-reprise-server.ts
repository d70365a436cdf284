import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repositoryFolder } from './folders.ts'
import { withFreePort } from './free-port.ts'
import { startTethered } from './tethered-process.ts'
import { waitForHealth } from './wait-for-health.ts'

export interface RepriseServerOptions {
  /** A SQLite file or a PostgreSQL URL. */
  readonly store: string
  /** Folder (or URL) of the artifacts. */
  readonly artifacts: string
  /** More arguments of `reprise server`. */
  readonly args?: readonly string[]
  /** Beside this process' own environment. */
  readonly env?: Readonly<Record<string, string>>
}

export interface RunningRepriseServer extends AsyncDisposable {
  readonly url: string
  readonly pid: number
  /** The exit code, once it has ended; 137 after {@link RunningRepriseServer.kill9}. */
  readonly exited: Promise<number>
  /** The end of what the server has logged. */
  output(): string
  /** Ends it as a service manager would, with SIGTERM. Idempotent. */
  stop(): Promise<void>
  /** Ends it as a crash would; what it acknowledged must be there after the next start on the same store. */
  kill9(): Promise<void>
}

/** Starts `reprise server` from source in a process of its own, on a free port of 127.0.0.1; ready when it answers. */
export async function startRepriseServer(options: RepriseServerOptions): Promise<RunningRepriseServer> {
  return withFreePort(async (port) => {
    const storage = ['--store', options.store, '--artifacts', options.artifacts]
    const server = await startTethered({
      command: process.execPath,
      args: [
        '--conditions=@reprise/source',
        MAIN,
        'server',
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        ...storage,
        ...(options.args ?? []),
      ],
      // A reprise.toml of whoever runs the tests is not meant for this server.
      cwd: tmpdir(),
      env: { ...process.env, ...options.env },
    })
    const url = `http://127.0.0.1:${port}`
    await waitForHealth(server, url)
    const stop = async () => {
      await server.stop()
    }
    return {
      url,
      pid: server.pid,
      exited: server.exited,
      output: () => server.output(),
      stop,
      async kill9() {
        await server.stop({ signal: 'SIGKILL' })
      },
      [Symbol.asyncDispose]: stop,
    }
  })
}

const MAIN = join(repositoryFolder, 'apps', 'cli', 'src', 'main.ts')
