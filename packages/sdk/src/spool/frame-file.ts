import { readSync, writeSync } from 'node:fs'
import { decodeFrame, FRAME_PREFIX, lengthOfFrame } from './record.ts'

const COPY_BYTES = 1024 * 1024

export interface Frame {
  readonly content: unknown
  /** Bytes in the file, its prefix included. */
  readonly length: number
}

/** The frame at an offset; undefined when it is torn or damaged. */
export function readFrame(fd: number, offset: number, end: number): Frame | undefined {
  const jsonLength = lengthOfFrame(readRange(fd, offset, Math.min(end, offset + FRAME_PREFIX)))
  if (jsonLength === undefined || offset + FRAME_PREFIX + jsonLength > end) return undefined
  const length = FRAME_PREFIX + jsonLength
  const content = decodeFrame(readRange(fd, offset, offset + length))
  return content === undefined ? undefined : { content, length }
}

/** Writes all bytes: the system may take only a part at a time. */
export function writeFully(fd: number, bytes: Uint8Array, offset: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, offset + done)
}

/** Copies bytes from one file to another, piece by piece. */
export function copyRange(from: number, to: number, range: { from: number; to: number; at: number }): void {
  for (let offset = range.from; offset < range.to; offset += COPY_BYTES) {
    writeFully(to, readRange(from, offset, Math.min(range.to, offset + COPY_BYTES)), range.at + offset - range.from)
  }
}

function readRange(fd: number, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, to - from))
  let done = 0
  while (done < bytes.length) {
    const read = readSync(fd, bytes, done, bytes.length - done, from + done)
    if (read === 0) break
    done += read
  }
  return bytes.subarray(0, done)
}
