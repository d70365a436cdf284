import { connect } from 'node:net'

const TIMEOUT_MS = 120_000

/**
 * Runs one statement as `postgres` on a server that trusts everyone, and waits for its end; rejects with the server's message.
 * These few bytes of the protocol are all that CREATE DATABASE needs, so this package depends on no driver.
 */
export function runStatement(port: number, statement: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port })
    let received = Buffer.alloc(0)
    let failure: string | undefined
    let sent = false
    const finish = () => {
      socket.destroy()
      if (failure === undefined) resolve()
      else reject(new Error(`PostgreSQL refused '${statement}': ${failure}`))
    }
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error(`PostgreSQL did not answer '${statement}' within ${TIMEOUT_MS} ms`)))
    socket.on('error', reject)
    socket.on('connect', () => socket.write(startupMessage()))
    socket.on('data', (part: Buffer) => {
      received = Buffer.concat([received, part])
      while (received.length >= 5 && received.length >= 1 + received.readInt32BE(1)) {
        const type = String.fromCharCode(received[0] ?? 0)
        const body = received.subarray(5, 1 + received.readInt32BE(1))
        received = received.subarray(1 + received.readInt32BE(1))
        if (type === 'E') failure = readMessage(body)
        // The first ReadyForQuery follows the login, the second one the statement; an error at login ends the connection.
        if (type === 'E' && !sent) return finish()
        if (type === 'Z' && sent) return finish()
        if (type === 'Z') socket.write(message('Q', `${statement}\0`))
        if (type === 'Z') sent = true
      }
    })
  })
}

function startupMessage(): Buffer {
  const text = Buffer.from('user\0postgres\0database\0postgres\0\0')
  const head = Buffer.alloc(8)
  head.writeInt32BE(8 + text.length, 0)
  head.writeInt32BE(3 << 16, 4)
  return Buffer.concat([head, text])
}

function message(type: string, text: string): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(4 + Buffer.byteLength(text), 1)
  return Buffer.concat([head, Buffer.from(text)])
}

/** Fields of an error are a letter and a text each; `M` is the message. */
function readMessage(body: Buffer): string {
  const fields = body.toString().split('\0')
  return fields.find((field) => field.startsWith('M'))?.slice(1) ?? 'no message'
}
