import { withFreePort } from '../free-port.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import { startTethered } from '../tethered-process.ts'
import { waitUntilListening } from '../wait-until-listening.ts'
import { ensureRedis } from './binaries.ts'

export interface RunningRedis extends AsyncDisposable {
  /** `redis://127.0.0.1:PORT`. */
  readonly url: string
  readonly port: number
  /** Sends the server a signal: SIGSTOP and SIGCONT make it deaf for a while, SIGKILL is the loss of it. */
  kill(signal: NodeJS.Signals): void
  /** Ends it and removes its data. Idempotent. */
  stop(): Promise<void>
}

/** Starts a Redis of its own on a free port of 127.0.0.1, or on one that is named; it writes nothing to disk, and ends with this process at the latest. */
export async function startRedis(options: { readonly port?: number } = {}): Promise<RunningRedis> {
  const found = await ensureRedis()
  if (found.reason !== undefined) throw new Error(`There is no Redis to start: ${found.reason}.`)
  const { binary } = found
  const folder = await createTemporaryFolder('redis')
  try {
    const start = (port: number): Promise<RunningRedis> => startOn(port, binary, folder)
    return options.port === undefined ? await withFreePort(start) : await start(options.port)
  } catch (error) {
    await folder.remove()
    throw error
  }
}

async function startOn(port: number, binary: string, folder: { readonly path: string; remove(): Promise<void> }): Promise<RunningRedis> {
  const server = await startTethered({
    command: binary,
    args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'],
    cwd: folder.path,
    removeOnDeath: folder.path,
  })
  await waitUntilListening(server, port, 'Redis')
  const stop = async (): Promise<void> => {
    server.kill('SIGCONT')
    await server.stop({ graceMs: 2_000 })
    await folder.remove()
  }
  return { url: `redis://127.0.0.1:${port}`, port, kill: (signal) => server.kill(signal), stop, [Symbol.asyncDispose]: stop }
}
