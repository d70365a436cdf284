import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Reproduction } from '@reprise/reproduce'
import { createTemporaryFolder, type RunningRepriseServer, startRepriseServer } from '@reprise/testing'
import { compileCache, type Ended, reprise, type Surroundings } from '../e2e/reprise.ts'

/** A server, a folder to work in, and an empty one in which runs are reproduced. */
export interface Place extends AsyncDisposable {
  readonly server: RunningRepriseServer
  /** Below it, whatever a test needs. */
  readonly folder: string
  /** Makes a fresh work folder with these files. */
  makeWork(files: Readonly<Record<string, string | Uint8Array>>): Promise<string>
  /** Runs a command as a run in a folder; its id. */
  run(folder: string, argv: readonly string[], options?: RunSettings): Promise<string>
  /** Reproduces a run from an empty folder. */
  reproduce(id: string, args?: readonly string[], surroundings?: Surroundings): Promise<Reproduced>
  /** Any other command line, against the server. */
  reprise(args: readonly string[], surroundings?: Surroundings): Promise<Ended>
}

export interface RunSettings extends Surroundings {
  /** Options of `reprise run`. */
  readonly options?: readonly string[]
}

export type Reproduced = Reproduction & { readonly code: number; readonly stderr: string }

export async function openPlace(): Promise<Place> {
  const temporary = await createTemporaryFolder('reproduce')
  const folder = temporary.path
  const server = await startRepriseServer({
    store: join(folder, 'store', 'runs.db'),
    artifacts: join(folder, 'store', 'artifacts'),
    env: compileCache,
  })
  const empty = join(folder, 'empty')
  await mkdir(empty)
  let made = 0
  const call = (args: readonly string[], { cwd = empty, env = {}, within = [] }: Surroundings = {}): Promise<Ended> =>
    reprise(args, { cwd, within, env: { REPRISE_TRACKING_URI: server.url, REPRISE_CACHE: join(folder, 'cache'), ...env } })
  return {
    server,
    folder,
    reprise: call,
    makeWork: async (files) => {
      const work = join(folder, `work-${++made}`)
      await mkdir(work)
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(work, path)), { recursive: true })
        await writeFile(join(work, path), content)
      }
      return work
    },
    run: async (cwd, argv, { options = [], ...surroundings } = {}) => {
      const ended = await call(['run', '--print-id', ...options, '--', ...argv], { ...surroundings, cwd })
      const id = /([\da-f]{32})\s*$/.exec(ended.stdout)?.[1]
      if (id === undefined) throw new Error(`it was not recorded: ${ended.stdout}${ended.stderr}`)
      return id
    },
    reproduce: async (id, args = [], surroundings = {}) => {
      const { code, stdout, stderr } = await call(['reproduce', id, '--json', ...args], surroundings)
      if (!stdout.startsWith('{')) throw new Error(`reproduce ended with ${code}: ${stderr}`)
      return { ...(JSON.parse(stdout) as Reproduction), code, stderr }
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop()
      await temporary.remove()
    },
  }
}

/** Leaves nothing of a work folder. */
export async function forget(folder: string): Promise<void> {
  await rm(folder, { recursive: true })
}

/** Rungs by name. */
export function rungsOf({ items }: Reproduction): Record<string, string> {
  return Object.fromEntries(items.map(({ name, rung }) => [name, rung]))
}
