import type { Socket } from 'node:net'
import { type HttpBody, httpError, type HttpMessage } from './http-message.ts'

/** Bytes of a body that go out with the head, and of a piece of a larger one. */
const SMALL = 64 * 1024
const PIECE = 256 * 1024
const unsafe = /[\r\n\0]/

interface Writing {
  readonly onProgress: () => void
  readonly onSent: () => void
  /** Whether the rest is not wanted any more, since the answer came before. */
  readonly isOver: () => boolean
}

/** Writes a message: a small one at once, a large one piece by piece. Throws for what is no message; rejects when its body can not be read. */
export function writeMessage(socket: Socket, { method, path, headers, body }: HttpMessage, writing: Writing): Promise<void> | undefined {
  let head = `${method} ${path} HTTP/1.1\r\n`
  for (const name in headers) {
    const value = headers[name] ?? ''
    if (unsafe.test(value)) throw new TypeError(`the header ${name} has a line break`)
    head += `${name}: ${value}\r\n`
  }
  if (unsafe.test(path)) throw new TypeError('the path has a line break')
  const length = lengthOf(body)
  if (length !== undefined) head += `content-length: ${length}\r\n`
  head += '\r\n'
  if (body instanceof Uint8Array && body.length <= SMALL) {
    const bytes = Buffer.allocUnsafe(head.length + body.length)
    bytes.write(head, 'latin1')
    bytes.set(body, head.length)
    socket.write(bytes)
  } else socket.write(head, 'latin1')
  if (body === undefined || length === undefined || (body instanceof Uint8Array && length <= SMALL)) {
    writing.onSent()
    return undefined
  }
  return writeBody(socket, { pieces: body instanceof Uint8Array ? piecesOf(body) : body.read(), length }, writing)
}

async function writeBody(
  socket: Socket,
  { pieces, length }: { pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>; length: number },
  { onProgress, onSent, isOver }: Writing,
): Promise<void> {
  let sent = 0
  for await (const piece of pieces) {
    sent += piece.length
    if (sent > length) break
    await new Promise<void>((resolve) => void socket.write(piece, () => resolve()))
    onProgress()
    if (isOver() || socket.destroyed) return
  }
  if (sent !== length) throw httpError('ECONNRESET', 'the body has another length than it had')
  onSent()
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}

function lengthOf(body: HttpBody | undefined): number | undefined {
  return body === undefined ? undefined : body instanceof Uint8Array ? body.length : body.size
}
