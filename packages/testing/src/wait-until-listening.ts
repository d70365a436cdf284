import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TetheredProcess } from './tethered-process.ts'

const READY_MS = 240_000

/** Waits until a port of 127.0.0.1 takes connections. When the process ends before, or it takes too long, the error holds what it wrote. */
export async function waitUntilListening(server: TetheredProcess, port: number, name: string): Promise<void> {
  let ended = false
  void server.exited.then(() => (ended = true))
  const deadline = Date.now() + READY_MS
  while (!(await isListening(port))) {
    if (ended || Date.now() > deadline) {
      await server.stop({ signal: 'SIGKILL' })
      throw new Error(`${name} did not start:\n${server.output()}`)
    }
    await sleep(20)
  }
  // Another server may have had the port: then ours could not listen, and is about to end.
  await sleep(20)
  if (ended) throw new Error(`${name} did not start, the address is already in use:\n${server.output()}`)
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}
