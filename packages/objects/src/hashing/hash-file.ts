import { createHash, hash } from 'node:crypto'
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { digestBytes, type HashAlgorithm } from './algorithms.ts'

/** Bytes read at a time: as many as stay in the cache of a core while every algorithm passes over them. */
export const READ_BYTES = 512 * 1024

/** A FIFO that took a file's place must not be waited on, and a link that did must not be followed. */
const OPEN = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)

/** What hashing needs besides the file; made once and used for many. */
export interface HashTools {
  readonly algorithms: readonly HashAlgorithm[]
  /** {@link READ_BYTES} long. */
  readonly buffer: Uint8Array
  /** Called with the bytes of each piece before it is hashed; throws to give up. */
  readonly onBytes: (bytes: number) => void
}

/** Where the digests of one file go, packed in the order of the algorithms. */
export interface DigestPlace {
  readonly bytes: Uint8Array
  readonly offset: number
}

/** As {@link HashOutcome}; the digests are at the place that was given. */
export type RawOutcome =
  | { readonly kind: 'hashed'; readonly state: BigIntStats }
  | { readonly kind: 'changed' | 'unreadable' | 'special'; readonly reason: string }

/** Reads a file once and computes all digests. Blocks the thread; a file that cannot be read is an outcome, not an error. */
export function hashFile(path: string | Uint8Array, tools: HashTools, place: DigestPlace): RawOutcome {
  let file: number
  try {
    file = openSync(toFsPath(path), OPEN)
  } catch (error) {
    return failure(error)
  }
  try {
    return hashOpenFile(file, tools, place)
  } catch (error) {
    if (!isSystemError(error)) throw error
    return failure(error)
  } finally {
    closeSync(file)
  }
}

function hashOpenFile(file: number, tools: HashTools, place: DigestPlace): RawOutcome {
  const before = fstatSync(file, { bigint: true })
  if (!before.isFile()) return { kind: 'special', reason: 'it is no regular file' }
  const read = before.size < READ_BYTES ? hashSmall(file, tools, place) : hashLarge(file, tools, { place, size: Number(before.size) })
  const after = fstatSync(file, { bigint: true })
  if (BigInt(read) !== before.size || !isSameState(before, after)) return { kind: 'changed', reason: 'it changed while it was read' }
  return { kind: 'hashed', state: after }
}

function hashSmall(file: number, { algorithms, buffer, onBytes }: HashTools, { bytes, offset }: DigestPlace): number {
  const read = fill(file, buffer)
  onBytes(read)
  const content = buffer.subarray(0, read)
  let at = offset
  for (const algorithm of algorithms) {
    bytes.set(hash(algorithm, content, 'buffer'), at)
    at += digestBytes[algorithm]
  }
  return read
}

/** Stops past the size that the file had, so that one that grows for ever ends. */
function hashLarge(
  file: number,
  { algorithms, buffer, onBytes }: HashTools,
  { place, size }: { place: DigestPlace; size: number },
): number {
  const hashes = algorithms.map((algorithm) => createHash(algorithm))
  let read = 0
  for (let length = fill(file, buffer); length > 0 && read <= size; length = fill(file, buffer)) {
    onBytes(length)
    const content = length === buffer.length ? buffer : buffer.subarray(0, length)
    for (const one of hashes) one.update(content)
    read += length
  }
  let at = place.offset
  for (const one of hashes) {
    const digest = one.digest()
    place.bytes.set(digest, at)
    at += digest.length
  }
  return read
}

/** Some file systems give less than was asked for although more is there. */
function fill(file: number, buffer: Uint8Array): number {
  let filled = 0
  while (filled < buffer.length) {
    const read = readSync(file, buffer, filled, buffer.length - filled, null)
    if (read === 0) break
    filled += read
  }
  return filled
}

function isSameState(a: BigIntStats, b: BigIntStats): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs
}

function toFsPath(path: string | Uint8Array): string | Buffer {
  return typeof path === 'string' ? path : Buffer.from(path.buffer, path.byteOffset, path.byteLength)
}

function failure(error: unknown): RawOutcome {
  const { code = 'unknown' } = error as NodeJS.ErrnoException
  // What was a file when it was listed is a link, a socket or gone by now.
  if (code === 'ELOOP' || code === 'ENXIO') return { kind: 'special', reason: 'it is no regular file' }
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'changed', reason: 'it was removed while the folder was read' }
  return { kind: 'unreadable', reason: code }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
