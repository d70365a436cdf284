import { withFreePort } from '../free-port.ts'
import { startTethered } from '../tethered-process.ts'
import { waitUntilListening } from '../wait-until-listening.ts'
import { ensureGcs } from './binaries.ts'

export interface RunningGcs extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`: what STORAGE_EMULATOR_HOST names. */
  readonly url: string
  /** A new empty bucket; its name. */
  createBucket(): Promise<string>
  /** Ends it. Idempotent. */
  stop(): Promise<void>
}

/** Starts a server of Google Cloud Storage's API on a free port of 127.0.0.1, in memory; it asks for no keys, and ends with this process at the latest. */
export async function startGcs(): Promise<RunningGcs> {
  const found = await ensureGcs()
  if (found.reason !== undefined) throw new Error(`There is no server of Google Cloud Storage to start: ${found.reason}.`)
  return withFreePort(async (port) => {
    const url = `http://127.0.0.1:${port}`
    const args = ['-backend', 'memory', '-scheme', 'http', '-host', '127.0.0.1', '-port', String(port), '-log-level', 'error']
    const server = await startTethered({
      command: found.binary,
      args: [...args, '-external-url', url, '-public-host', `127.0.0.1:${port}`],
    })
    await waitUntilListening(server, port, 'The server of Google Cloud Storage')
    let buckets = 0
    const stop = async (): Promise<void> => void (await server.stop({ graceMs: 2_000 }))
    return {
      url,
      createBucket: async () => {
        const name = `bucket-${++buckets}`
        const body = JSON.stringify({ name })
        const answer = await fetch(`${url}/storage/v1/b?project=test`, {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json' },
        })
        if (!answer.ok) throw new Error(`The bucket was answered with ${answer.status}: ${await answer.text()}`)
        return name
      },
      stop,
      [Symbol.asyncDispose]: stop,
    }
  })
}
