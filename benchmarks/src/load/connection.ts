import { connect, type Socket } from 'node:net'

const HEADER_END = Buffer.from('\r\n\r\n')
const lengthPattern = /content-length: *(\d+)/i

/** One kept-alive HTTP/1.1 connection with one request under way: as little client as there can be beside a server on two cores. */
export interface Connection {
  /** Sends a request and resolves with the status and the answer's body. */
  send(request: Buffer): Promise<Answer>
  close(): void
}

export interface Answer {
  readonly status: number
  readonly body: Buffer
}

/** Opens a connection. Understands answers with a content-length or in chunks. */
export async function openConnection(url: URL): Promise<Connection> {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true })
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  const answers = readAnswers(socket)
  return {
    send: (request) => {
      const answer = answers.next()
      socket.write(request)
      return answer
    },
    close: () => socket.destroy(),
  }
}

function readAnswers(socket: Socket): { next: () => Promise<Answer> } {
  let waiting: PromiseWithResolvers<Answer> | undefined
  let received: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const answer = parseAnswer(received)
    if (answer === undefined) return
    received = Buffer.alloc(0)
    waiting?.resolve(answer)
  })
  const fail = (error?: Error): void => waiting?.reject(error ?? new Error('the server closed the connection'))
  socket.on('error', fail)
  socket.on('close', () => fail())
  return {
    next: () => {
      waiting = Promise.withResolvers<Answer>()
      return waiting.promise
    },
  }
}

function parseAnswer(bytes: Buffer): Answer | undefined {
  const end = bytes.indexOf(HEADER_END)
  if (end < 0) return undefined
  const head = bytes.toString('latin1', 0, end)
  const status = Number(head.slice(9, 12))
  const length = lengthPattern.exec(head)?.[1]
  if (length !== undefined) {
    const total = end + HEADER_END.length + Number(length)
    return bytes.length < total ? undefined : { status, body: bytes.subarray(end + HEADER_END.length, total) }
  }
  const isWhole = bytes.subarray(-5).toString('latin1') === '0\r\n\r\n'
  return isWhole ? { status, body: unchunk(bytes.subarray(end + HEADER_END.length)) } : undefined
}

function unchunk(bytes: Buffer): Buffer {
  const parts: Buffer[] = []
  let at = 0
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    if (!(size > 0)) return Buffer.concat(parts)
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
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
