import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { AnswerReader } from '../load/answer-reader.ts'
import { openSocket } from '../load/connection.ts'

const CHUNK = 1_048_576
const chunk = randomBytes(CHUNK)

/** Sends a file of so many MiB, no MiB the same as another; resolves with its bytes when it was taken. */
export async function upload(url: URL, path: string, megabytes: number): Promise<number> {
  const socket = await openSocket(url)
  // Reading to the answer closes the socket, however it ends.
  const answer = readAnswer(socket)
  socket.write(
    `PUT ${path} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/octet-stream\r\ncontent-length: ${megabytes * CHUNK}\r\n\r\n`,
  )
  for (let sent = 0; sent < megabytes; sent++) {
    // What was written before has left this process when the socket has drained, so the chunk may be changed.
    chunk.writeUInt32LE(sent, 0)
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), answer])
  }
  await answer
  return megabytes * CHUNK
}

/** Reads a file and forgets it; resolves with how many bytes came. */
export async function download(url: URL, path: string): Promise<number> {
  const socket = await openSocket(url)
  let head = ''
  let bytes = 0
  socket.on('data', (part: Buffer) => {
    bytes += part.length
    if (!head.includes('\r\n\r\n')) head += part.toString('latin1')
  })
  socket.write(`GET ${path} HTTP/1.1\r\nhost: ${url.host}\r\nconnection: close\r\n\r\n`)
  await once(socket, 'close')
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(`the download was answered ${head.slice(0, 200)}`)
  if (/transfer-encoding: *chunked/i.test(head.slice(0, head.indexOf('\r\n\r\n')))) throw new Error('the download came in chunks')
  return bytes - head.indexOf('\r\n\r\n') - 4
}

async function readAnswer(socket: Socket): Promise<void> {
  const reader = new AnswerReader()
  for await (const part of socket) {
    const answer = reader.read(part as Buffer)
    if (answer === undefined) continue
    if (answer.status !== 200) throw new Error(`the upload was answered ${answer.status}: ${answer.body.toString('utf8').slice(0, 300)}`)
    return
  }
  throw new Error('the server closed the connection before it answered the upload')
}
