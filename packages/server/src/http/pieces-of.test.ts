import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { piecesOf } from './pieces-of.ts'

/** What becomes of one request, which is written to a socket by hand. */
async function receive<T>(send: (socket: Socket) => void, take: (request: IncomingMessage) => Promise<T>): Promise<T> {
  const taken = Promise.withResolvers<T>()
  const server = createServer((request, response) => {
    take(request).then(taken.resolve, taken.reject)
    taken.promise.then(
      () => response.end(),
      () => response.destroy(),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  send(socket)
  return taken.promise.finally(() => {
    socket.destroy()
    server.close()
  })
}

async function collect(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of piecesOf(request)) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces)
}

const head = (length: number): string => `PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`
const body = Buffer.from(Uint8Array.from({ length: 1_000_000 }, (_, index) => (index * 7) % 251))

describe('the pieces of a body', () => {
  it('are all of it, however slowly they are taken', async () => {
    const whole = await receive(
      (socket) => socket.write(head(body.length)) && socket.write(body),
      async (request) => {
        const pieces: Buffer[] = []
        for await (const piece of piecesOf(request)) {
          await new Promise((resolve) => setTimeout(resolve, 1))
          pieces.push(Buffer.from(piece))
        }
        return Buffer.concat(pieces)
      },
    )
    expect(whole.equals(body)).toBe(true)
  })

  it('may be chunked, and none', async () => {
    const chunked = 'PUT / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n again\r\n0\r\n\r\n'
    expect((await receive((socket) => socket.write(chunked), collect)).toString()).toBe('hello again')
    expect(await receive((socket) => socket.write(head(0)), collect)).toHaveLength(0)
  })

  it('give their memory back when the next is asked for', async () => {
    const lengths = await receive(
      (socket) => socket.write(head(body.length)) && socket.write(body),
      async (request) => {
        const pieces: Uint8Array[] = []
        for await (const piece of piecesOf(request)) pieces.push(piece)
        return pieces.map(({ byteLength }) => byteLength)
      },
    )
    expect(lengths.length).toBeGreaterThan(1)
    expect(Math.max(...lengths)).toBe(0)
  })

  it('hold the sender back while none is asked for', async () => {
    let written = 0
    await receive(
      (socket) => {
        socket.write(head(1e9))
        const piece = Buffer.alloc(1_000_000)
        const more = (): void => {
          while (written < 1e9 && socket.write(piece)) written += piece.length
          socket.once('drain', more)
        }
        more()
      },
      async (request) => {
        for await (const piece of piecesOf(request)) {
          expect(piece.length).toBeGreaterThan(0)
          await new Promise((resolve) => setTimeout(resolve, 300))
          break
        }
        expect(request.destroyed).toBe(true)
      },
    )
    expect(written).toBeLessThan(50e6)
  })

  it('end in an error when the sender breaks off, whether one is being waited for or not', async () => {
    const breakOff = (socket: Socket): void => void socket.write(`${head(1_000)}half`, () => socket.end())
    await expect(receive(breakOff, collect)).rejects.toThrow('aborted')
    const late = receive(breakOff, async (request) => {
      const pieces = piecesOf(request)
      await pieces.next()
      await new Promise((resolve) => setTimeout(resolve, 100))
      await pieces.next()
    })
    await expect(late).rejects.toThrow(/aborted|broken off/)
  })
})
