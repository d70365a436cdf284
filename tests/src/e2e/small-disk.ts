import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEGABYTES = 8

/** A disk of a few megabytes, in memory. */
export interface SmallDisk extends Disposable {
  readonly path: string
  /** Takes all space that is left. */
  fill(): void
  /** Gives that space back. */
  empty(): void
  makeReadOnly(): void
}

/** Mounts one at a folder that is made for it. */
export function mountSmallDisk(path: string): SmallDisk {
  mkdirSync(path, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m,mode=0755`, 'tmpfs', path], { stdio: 'pipe' })
  const ballast = join(path, 'ballast')
  return {
    path,
    fill: () => fill(ballast),
    empty: () => rmSync(ballast),
    makeReadOnly: () => void execFileSync('mount', ['-o', 'remount,ro', path], { stdio: 'pipe' }),
    // Lazily: a process may still be on its way out.
    [Symbol.dispose]: () => void execFileSync('umount', ['-l', path], { stdio: 'pipe' }),
  }
}

/** Why there can be none here, in the form that `requirePart` takes. */
mountSmallDisk.check = (): { readonly reason?: string } => {
  const path = mkdtempSync(join(tmpdir(), 'reprise-disk-'))
  try {
    mountSmallDisk(path)[Symbol.dispose]()
    return {}
  } catch {
    return { reason: 'mounting one is not allowed here' }
  } finally {
    rmSync(path, { recursive: true, force: true })
  }
}

function fill(file: string): void {
  const opened = openSync(file, 'w')
  try {
    for (let size = 1 << 20; size >= 512; size /= 2) writeUntilFull(opened, new Uint8Array(size))
  } finally {
    closeSync(opened)
  }
}

function writeUntilFull(file: number, bytes: Uint8Array): void {
  try {
    for (;;) if (writeSync(file, bytes) < bytes.length) return
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
