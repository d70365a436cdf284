import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { hashLegacyFiles } from '../hashing/hash-legacy.ts'

/** `md5` of the bytes, or DVC 2's md5 of the bytes with other line ends. */
export type HashName = 'md5' | 'md5-dos2unix'

const CHUNK = 512 * 1024

/** The digest of a file that is at rest. Throws what the system says. */
export function hashObject(path: string, hash: HashName): string {
  if (hash === 'md5-dos2unix') return hashLegacy(path)
  const digest = createHash('md5')
  const buffer = Buffer.allocUnsafe(CHUNK)
  const file = openSync(path, 'r')
  try {
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) digest.update(buffer.subarray(0, length))
  } finally {
    closeSync(file)
  }
  return digest.digest('hex')
}

function hashLegacy(path: string): string {
  const { digests, problems } = hashLegacyFiles({ kind: 'hash-legacy', paths: [path] })
  const { code } = problems[0] ?? {}
  // An object that can not be read is not a wrong one.
  if (code !== undefined) throw Object.assign(new Error(`${code}: ${path}`), { code, path, syscall: 'open' })
  return digests[0] ?? ''
}
