import { once } from 'node:events'
import { type FileHandle, open, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sendRange } from './send.ts'

const SIZE = 3_000_001
const content = Buffer.from(Uint8Array.from({ length: SIZE }, (_, index) => (index * 7) % 251))

describe('sending a file', () => {
  let folder: TemporaryFolder
  let file: FileHandle
  beforeEach(async () => {
    folder = await createTemporaryFolder('send')
    await writeFile(join(folder.path, 'file'), content)
    file = await open(join(folder.path, 'file'))
  })
  afterEach(async () => {
    await file.close()
    await folder.remove()
  })

  /** Keeps what it is given only after it has said that it took it, as a socket may. */
  const collector = (pause = 0): Writable & { readonly chunks: Buffer[] } => {
    const chunks: Buffer[] = []
    const stream = new Writable({
      highWaterMark: 1,
      write: (chunk: Buffer, _encoding, done) => {
        setTimeout(() => {
          chunks.push(Buffer.from(chunk))
          done()
        }, pause)
      },
    })
    return Object.assign(stream, { chunks })
  }

  it.each([
    [0, SIZE - 1],
    [0, 0],
    [262_143, 262_144],
    [1_000, 2_999_999],
    [SIZE - 1, SIZE - 1],
    [0, -1],
  ])('gives the bytes from %i to %i, several at once', async (start, end) => {
    const targets = [collector(), collector(1), collector(2)]
    await Promise.all(targets.map((target) => sendRange(file, target, { start, end })))
    for (const { chunks } of targets) expect(Buffer.concat(chunks).equals(content.subarray(start, end + 1))).toBe(true)
  })

  it('reads no further than its reader takes', async () => {
    let read = 0
    const counting = new Proxy(file, {
      get: (target, name) =>
        name === 'read'
          ? async (...args: Parameters<FileHandle['read']>) => {
              read += 1
              return target.read(...args)
            }
          : (Reflect.get(target, name) as unknown),
    })
    const stuck = new Writable({ highWaterMark: 1, write: () => undefined })
    const sending = sendRange(counting, stuck, { start: 0, end: SIZE - 1 })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(read).toBe(2)
    stuck.destroy()
    await expect(sending).rejects.toThrow('went away')
  })

  it('rejects when the reader hangs up in the middle', async () => {
    let outcome: Promise<unknown> | undefined
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-length': SIZE * 100 })
      outcome = (async () => {
        for (;;) await sendRange(file, endless(response), { start: 0, end: SIZE - 1 })
      })().catch((error: unknown) => error)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    await once(socket, 'data')
    socket.destroy()
    await expect(outcome).resolves.toBeInstanceOf(Error)
    server.close()
  })

  it('rejects when the file is shorter than it was', async () => {
    await truncate(join(folder.path, 'file'), 1_000_000)
    await expect(sendRange(file, collector(), { start: 0, end: SIZE - 1 })).rejects.toThrow('before its end')
  })
})

/** The same stream, which is not ended by what is sent to it. */
function endless(stream: Writable): Writable {
  return new Proxy(stream, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name === 'end' ? 'write' : name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
