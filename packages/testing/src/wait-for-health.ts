import { setTimeout as sleep } from 'node:timers/promises'
import type { TetheredProcess } from './tethered-process.ts'

const POLL_MS = 50

/**
 * Waits until `<url>/health` answers 200. When the process ends first, or `timeoutMs` pass, the process is stopped and the error holds
 * the end of what it wrote.
 */
export async function waitForHealth(server: TetheredProcess, url: string, timeoutMs = 240_000): Promise<void> {
  let ended: number | undefined
  void server.exited.then((code) => (ended = code))
  const deadline = Date.now() + timeoutMs
  while (!(await isHealthy(url))) {
    if (ended !== undefined)
      throw new Error(`The server at ${url} ended with ${ended} before it was ready:\n${server.output().slice(-4000)}`)
    if (Date.now() > deadline) {
      await server.stop({ graceMs: 1000 })
      throw new Error(`The server at ${url} was not ready after ${timeoutMs} ms:\n${server.output().slice(-4000)}`)
    }
    await sleep(POLL_MS)
  }
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5000) })
    await response.arrayBuffer()
    return response.ok
  } catch {
    // Not listening yet; the caller bounds the waiting.
    return false
  }
}
