import { join } from 'node:path'
import { withFreePort } from './free-port.ts'
import { createTemporaryFolder } from './temporary-folder.ts'
import { startTethered } from './tethered-process.ts'
import { waitForHealth } from './wait-for-health.ts'

export interface MlflowServerOptions {
  /** The Python of an environment that has the full `mlflow` package. */
  readonly python: string
  /** A database URL (its driver must be in the environment); a fresh SQLite file by default. */
  readonly backend?: string
  /** Folder of the artifacts that the server proxies; a fresh one by default. */
  readonly artifacts?: string
  /** Server processes; default 1. */
  readonly workers?: number
}

export interface RunningMlflowServer extends AsyncDisposable {
  readonly url: string
  readonly pid: number
  /** The end of what the server has logged. */
  output(): string
  /** Ends it and removes what it stored in folders of its own. Idempotent. */
  stop(): Promise<void>
}

/** Starts the real `mlflow server` with proxied artifacts on a free port of 127.0.0.1; ready when it answers, after some ten seconds. */
export async function startMlflowServer(options: MlflowServerOptions): Promise<RunningMlflowServer> {
  const folder = await createTemporaryFolder('mlflow')
  const backend = options.backend ?? `sqlite:///${join(folder.path, 'mlflow.db')}`
  const artifacts = options.artifacts ?? join(folder.path, 'artifacts')
  try {
    return await withFreePort(async (port) => {
      const storage = ['--backend-store-uri', backend, '--artifacts-destination', artifacts]
      const address = ['--host', '127.0.0.1', '--port', String(port), '--workers', String(options.workers ?? 1)]
      const server = await startTethered({
        command: options.python,
        args: ['-m', 'mlflow', 'server', ...address, ...storage],
        cwd: folder.path,
        env: { ...process.env, ...SETTINGS },
        farewell: 'KILL',
        removeOnDeath: folder.path,
      })
      const url = `http://127.0.0.1:${port}`
      await waitForHealth(server, url)
      const stop = async () => {
        await server.stop({ graceMs: 5000 })
        await folder.remove()
      }
      return { url, pid: server.pid, output: () => server.output(), stop, [Symbol.asyncDispose]: stop }
    })
  } catch (error) {
    await folder.remove()
    throw error
  }
}

const SETTINGS = {
  MLFLOW_DISABLE_TELEMETRY: 'true',
  MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
  // Sets of names are printed in error messages, in an order that hangs on the seed.
  PYTHONHASHSEED: '0',
}
