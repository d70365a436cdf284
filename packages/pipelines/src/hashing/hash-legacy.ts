import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { packState, type PackedStates, STATE_FIELDS } from './packed-state.ts'
import { toFsPath } from '../paths/fs-path.ts'

/** Legacy digests depend on the size of the pieces in which a file is read: each is looked at by itself. */
const CHUNK = 1024 * 1024
/** Bytes at the beginning of a piece by which it is told whether it is text. */
const LOOK = 512

/** Has files hashed as DVC 2 did. */
export interface LegacyHashJob {
  readonly kind: 'hash-legacy'
  readonly paths: readonly string[]
}

export interface LegacyHashResult {
  /** In the order of the paths; `''` for those with a problem. */
  readonly digests: readonly string[]
  readonly states: PackedStates
  readonly problems: readonly { readonly index: number; readonly code: string }[]
}

export function hashLegacyFiles({ paths }: LegacyHashJob): LegacyHashResult {
  const states = new BigUint64Array(paths.length * STATE_FIELDS)
  const problems: { index: number; code: string }[] = []
  const buffer = Buffer.allocUnsafeSlow(CHUNK)
  const digests = paths.map((path, index) => {
    try {
      return hashFile(path, buffer, (stats) => packState(states, index, stats))
    } catch (error) {
      problems.push({ index, code: (error as NodeJS.ErrnoException).code ?? 'unknown' })
      return ''
    }
  })
  return { digests, states, problems }
}

/** The md5-dos2unix of bytes that are at hand. */
export function hashLegacyBytes(bytes: Uint8Array): string {
  const digest = createHash('md5')
  for (let at = 0; at < bytes.length; at += CHUNK) digest.update(toUnix(bytes.subarray(at, at + CHUNK)))
  return digest.digest('hex')
}

function hashFile(path: string, buffer: Buffer, onState: (state: ReturnType<typeof stateOf>) => void): string {
  const file = openSync(toFsPath(path), constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const digest = createHash('md5')
    for (let length = fill(file, buffer); length > 0; length = fill(file, buffer)) digest.update(toUnix(buffer.subarray(0, length)))
    onState(stateOf(file))
    return digest.digest('hex')
  } finally {
    closeSync(file)
  }
}

function stateOf(file: number) {
  return fstatSync(file, { bigint: true })
}

/** A piece of at most a MiB as it is hashed: without the CR of each CRLF where it looks like text. */
export function toUnix(piece: Uint8Array): Uint8Array {
  if (!piece.includes(13) || !isText(piece.subarray(0, LOOK))) return piece
  const bytes = Buffer.allocUnsafe(piece.length)
  let length = 0
  for (let at = 0; at < piece.length; at++) {
    const byte = piece[at] ?? 0
    if (byte !== 13 || piece[at + 1] !== 10) bytes[length++] = byte
  }
  return bytes.subarray(0, length)
}

function isText(block: Uint8Array): boolean {
  let odd = 0
  for (const byte of block) {
    if (byte === 0) return false
    if (!((byte >= 32 && byte < 127) || byte === 8 || byte === 9 || byte === 10 || byte === 12 || byte === 13)) odd++
  }
  return block.length === 0 || odd / block.length <= 0.3
}

function fill(file: number, buffer: Buffer): number {
  let filled = 0
  while (filled < buffer.length) {
    const read = readSync(file, buffer, filled, buffer.length - filled, null)
    if (read === 0) break
    filled += read
  }
  return filled
}
