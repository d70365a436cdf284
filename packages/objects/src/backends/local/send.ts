import type { FileHandle } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import type { ByteRange } from '../../artifact-store.ts'

/** Bytes that are read and sent at a time: large enough for speed, small enough for many downloads at once. */
const PIECE = 128 * 1024
/** Buffers that are kept for later downloads. */
const MOST_SPARE = 16

const spare: Buffer[] = []

/**
 * Sends a range of an open file, and ends the target. While one piece is on its way, the next is read; no others are made, so that a large
 * file costs as little memory as a small one. Rejects when the file cannot be read or the target closes before its end.
 */
export async function sendRange(file: FileHandle, target: Writable, { start, end }: ByteRange): Promise<void> {
  const closed = whenClosed(target)
  const buffers = [takeBuffer(), takeBuffer()] as const
  let sent: Promise<void> = Promise.resolve()
  let turn = 0
  for (let position = start; position <= end;) {
    const buffer = turn++ % 2 === 0 ? buffers[0] : buffers[1]
    const { bytesRead } = await file.read(buffer, 0, Math.min(PIECE, end + 1 - position), position)
    if (bytesRead === 0) throw new Error(`The file ends ${end + 1 - position} bytes before its end.`)
    await Promise.race([sent, closed])
    position += bytesRead
    sent = write(target, buffer.subarray(0, bytesRead), position > end)
  }
  if (start > end) target.end()
  await Promise.race([sent, closed])
  // What was broken off keeps its buffers, since the system may still be sending them.
  if (spare.length < MOST_SPARE) spare.push(...buffers)
}

function takeBuffer(): Buffer {
  return spare.pop() ?? Buffer.allocUnsafeSlow(PIECE)
}

/** The last piece ends the target at once, so that a reader that hangs up when it has all breaks nothing off. */
function write(target: Writable, bytes: Uint8Array, isLast: boolean): Promise<void> {
  const written = new Promise<void>((resolve, reject) => {
    const done = (error?: Error | null): void => (error ? reject(error) : resolve())
    if (isLast) target.end(bytes, done)
    else target.write(bytes, done)
  })
  // It is waited for later, perhaps after something else has failed.
  written.catch(() => undefined)
  return written
}

/** Rejects when a stream closes; never resolves. */
function whenClosed(target: Writable): Promise<never> {
  const closed = new Promise<never>((_, reject) => {
    const fail = (error?: Error): void => reject(error ?? new Error('The reader went away.'))
    if (target.destroyed) fail()
    target.once('close', () => fail()).once('error', fail)
  })
  closed.catch(() => undefined)
  return closed
}
