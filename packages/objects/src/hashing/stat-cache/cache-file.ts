import { randomBytes } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'

/**
 * A header of 24 bytes: the magic, the CRC-32 of what follows and four bytes of zeros, the length of what follows; then records. Numbers
 * are little-endian.
 */
const MAGIC = Buffer.from('RPRHASH1')
const HEADER_BYTES = 24
/** A file that is larger was not written by us. */
const LARGEST_FILE = 512 * 1024 * 1024

/** What tells one version of the cache file from another. */
export type FileVersion = string | undefined

export interface CacheContent {
  /** The records, one after the other; empty when there is no file, or a damaged one. */
  readonly records: Buffer
  readonly version: FileVersion
}

/** A cache that cannot be read is an empty one: all that it costs is hashing again. */
export function readCacheFile(path: string): CacheContent {
  const version = versionOf(path)
  const nothing = { records: Buffer.alloc(0), version }
  try {
    if (version === undefined || statSync(path).size > LARGEST_FILE) return nothing
    const bytes = readFileSync(path)
    if (bytes.length < HEADER_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return nothing
    const records = bytes.subarray(HEADER_BYTES)
    const isWhole = bytes.readBigUInt64LE(16) === BigInt(records.length) && bytes.readUInt32LE(8) === crc32(records)
    return isWhole ? { records, version } : nothing
  } catch {
    return nothing
  }
}

export function versionOf(path: string): FileVersion {
  try {
    const { ino, size, mtimeNs } = statSync(path, { bigint: true })
    return `${ino}:${size}:${mtimeNs}`
  } catch {
    return undefined
  }
}

/** Replaces the file at once: other processes read the old one or the new one. Throws what the system says. */
export function writeCacheFile(path: string, records: readonly Uint8Array[]): void {
  const length = records.reduce((sum, part) => sum + part.length, 0)
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + length)
  MAGIC.copy(bytes)
  let at = HEADER_BYTES
  for (const part of records) {
    bytes.set(part, at)
    at += part.length
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(HEADER_BYTES)), 8)
  bytes.writeUInt32LE(0, 12)
  bytes.writeBigUInt64LE(BigInt(length), 16)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${randomBytes(6).toString('hex')}.new`
  try {
    const file = openSync(temporary, 'wx', 0o600)
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
