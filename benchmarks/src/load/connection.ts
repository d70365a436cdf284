import { connect, type Socket } from 'node:net'
import { AnswerReader, type Answer } from './answer-reader.ts'

/** One kept-alive HTTP/1.1 connection with one request under way: as little client as there can be beside a server on two cores. */
export interface Connection extends Disposable {
  /** Sends a request and resolves with the status and the answer's body. */
  send(request: Buffer): Promise<Answer>
  close(): void
}

/** Opens a connection. Understands answers with a content-length or in chunks. */
export async function openConnection(url: URL): Promise<Connection> {
  const socket = await openSocket(url)
  const reader = new AnswerReader()
  let waiting: PromiseWithResolvers<Answer> | undefined
  socket.on('data', (bytes: Buffer) => {
    const answer = reader.read(bytes)
    if (answer !== undefined) waiting?.resolve(answer)
  })
  const fail = (error?: Error): void => waiting?.reject(error ?? new Error('the server closed the connection'))
  socket.on('error', fail)
  socket.on('close', () => fail())
  const close = (): void => void socket.destroy()
  return {
    send: (request) => {
      waiting = Promise.withResolvers<Answer>()
      socket.write(request)
      return waiting.promise
    },
    close,
    [Symbol.dispose]: close,
  }
}

/** A connected socket. */
export async function openSocket(url: URL): Promise<Socket> {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true })
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return socket
}

/** The bytes of a POST with a JSON body. */
export function postRequest(url: URL, path: string, json: string): Buffer {
  const head = `POST ${path} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\n\r\n`
  return Buffer.from(head + json)
}

/** The bytes of a GET. */
export function getRequest(url: URL, path: string): Buffer {
  return Buffer.from(`GET ${path} HTTP/1.1\r\nhost: ${url.host}\r\n\r\n`)
}
