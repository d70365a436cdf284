import { closeSync, fdatasync, openSync, writev } from 'node:fs'
import { promisify } from 'node:util'
import type { Target } from './drive.ts'

const sync = promisify(fdatasync)
const append = promisify(writev)
const ANSWER = new TextEncoder().encode('{}')

/** The least a durable store does: parse each request, append all of a turn to a file, sync once, answer. */
export function openFloor(path: string): Target & { close(): Promise<void> } {
  const file = openSync(path, 'a')
  let turn: { readonly body: Uint8Array; readonly resolve: (answer: Uint8Array) => void }[] = []
  let writing: Promise<void> | undefined

  async function write(): Promise<void> {
    while (turn.length > 0) {
      const taken = turn
      turn = []
      await append(
        file,
        taken.map(({ body }) => body),
      )
      await sync(file)
      for (const { resolve } of taken) resolve(ANSWER)
      await new Promise((resolve) => setImmediate(resolve))
    }
    writing = undefined
  }

  return {
    call: (_name, body) => {
      JSON.parse(Buffer.from(body).toString('utf8'))
      return new Promise((resolve) => {
        turn.push({ body, resolve })
        writing ??= new Promise<void>((done) => setImmediate(done)).then(write)
      })
    },
    close: async () => {
      await writing
      closeSync(file)
    },
  }
}
