import { execFile } from 'node:child_process'
import { lstat, lutimes } from 'node:fs/promises'
import { promisify } from 'node:util'

/** A restored file, and when the original's was changed last. */
export interface FileTime {
  readonly path: string
  /** Milliseconds since 1970. */
  readonly modified: number
  /** Nanoseconds since 1970, where they are known. */
  readonly nanoseconds: bigint | undefined
}

/** Files that one `touch` after the other is called for. */
const AT_ONCE = 500
const MOST = 5_000

/**
 * Gives restored files the times that the original's had, for programs that go by them. Node.js sets them to some 200 nanoseconds; the rest is set by
 * `touch`, where it knows fractions. Never rejects: without its time a file is still what it was.
 */
export async function restoreTimes(files: readonly FileTime[]): Promise<void> {
  const inexact: string[][] = []
  for (const { path, modified, nanoseconds } of files) {
    const time = nanoseconds === undefined ? modified / 1000 : Number(nanoseconds) / 1e9
    await lutimes(path, time, time).catch(() => undefined)
    if (nanoseconds === undefined) continue
    const found = await lstat(path, { bigint: true }).catch(() => undefined)
    if (found !== undefined && found.mtimeNs !== nanoseconds) inexact.push([toSeconds(nanoseconds), path])
  }
  for (let from = 0; from < Math.min(inexact.length, MOST); from += AT_ONCE) {
    const words = inexact.slice(from, from + AT_ONCE).flat()
    const script = 'while [ $# -gt 1 ]; do touch -h -c -d "@$1" -- "$2"; shift 2; done'
    await promisify(execFile)('sh', ['-c', script, 'sh', ...words]).catch(() => undefined)
  }
}

function toSeconds(nanoseconds: bigint): string {
  return `${nanoseconds / 1_000_000_000n}.${String(nanoseconds % 1_000_000_000n).padStart(9, '0')}`
}
