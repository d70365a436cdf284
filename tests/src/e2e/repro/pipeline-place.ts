import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Client, createClient } from '@reprise/client'
import { parseRecord, RECORD_PATH, type RunRecord, type Run } from '@reprise/protocol'
import { createTemporaryFolder, type RunningRepriseServer, startRepriseServer } from '@reprise/testing'
import { compileCache, type Ended, reprise, type Surroundings } from '../reprise.ts'

/** What `repro --json` prints. */
export interface Told {
  readonly stages: readonly { readonly stage: string; readonly outcome: string; readonly reasons: readonly string[] }[]
  readonly run: string | null
  readonly runs: Readonly<Record<string, string>>
  readonly untracked?: readonly { readonly stage: string; readonly read: readonly string[]; readonly written: readonly string[] }[]
}

/** A server, and folders with pipelines. */
export interface PipelinePlace extends AsyncDisposable {
  readonly server: RunningRepriseServer
  readonly client: Client
  readonly folder: string
  /** Variables that name the server. */
  readonly env: Readonly<Record<string, string>>
  /** A fresh project with these files; in git unless said otherwise. */
  makeProject(name: string, files: Readonly<Record<string, string>>, options?: { readonly git?: boolean }): Promise<string>
  call(project: string, args: readonly string[], surroundings?: Surroundings): Promise<Ended>
  repro(project: string, args?: readonly string[], surroundings?: Surroundings): Promise<Told>
  run(id: string): Promise<Run>
  record(id: string): Promise<RunRecord>
  artifact(id: string, path: string): Promise<string>
}

export async function openPipelinePlace(): Promise<PipelinePlace> {
  const temporary = await createTemporaryFolder('repro')
  const folder = temporary.path
  const store = join(folder, 'store')
  const server = await startRepriseServer({ store: join(store, 'runs.db'), artifacts: join(store, 'artifacts'), env: compileCache })
  const client = createClient({ url: server.url })
  const env = { REPRISE_TRACKING_URI: server.url, REPRISE_CACHE: join(folder, 'cache'), REPRISE_SPOOL: join(folder, 'spool') }
  const call: PipelinePlace['call'] = (project, args, surroundings = {}) =>
    reprise(args, { cwd: project, ...surroundings, env: { ...env, ...surroundings.env } })
  const artifact: PipelinePlace['artifact'] = async (id, path) => {
    const { run } = await client.getRun({ run_id: id })
    const chunks: Uint8Array[] = []
    for await (const chunk of await client.downloadArtifact(run.info.artifact_uri ?? '', path)) chunks.push(chunk)
    return Buffer.concat(chunks).toString()
  }
  return {
    server,
    client,
    folder,
    env,
    call,
    artifact,
    makeProject: async (name, files, { git = true } = {}) => {
      const project = join(folder, name)
      // A test that is repeated begins anew.
      rmSync(project, { recursive: true, force: true })
      mkdirSync(project)
      if (git) gitIn(project, 'init', '-q', '-b', 'main')
      const made = await call(project, ['init', '-q', ...(git ? [] : ['--no-scm'])])
      if (made.code !== 0) throw new Error(made.stderr)
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(project, path)), { recursive: true })
        writeFileSync(join(project, path), text)
      }
      if (git) commitAll(project)
      return project
    },
    repro: async (project, args = [], surroundings = {}) => {
      const { code, stdout, stderr } = await call(project, ['repro', '--json', ...args], surroundings)
      if (code !== 0) throw new Error(`repro ended with ${code}: ${stderr}`)
      return JSON.parse(stdout) as Told
    },
    run: async (id) => (await client.getRun({ run_id: id })).run,
    record: async (id) => parseRecord(Buffer.from(await artifact(id, RECORD_PATH))),
    [Symbol.asyncDispose]: async () => {
      await server.stop()
      await temporary.remove()
    },
  }
}

function gitIn(folder: string, ...args: readonly string[]): string {
  const names = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com']
  return execFileSync('git', [...names, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }).toString()
}

export function commitAll(folder: string): void {
  gitIn(folder, 'add', '-A')
  gitIn(folder, 'commit', '-qm', 'as it is')
}

/** Values of a run by name. */
export function valuesOf({ data }: Run): {
  readonly params: Record<string, string>
  readonly metrics: Record<string, number>
  readonly tags: Record<string, string>
} {
  const toRecord = <Value>(entries: readonly { readonly key: string; readonly value?: Value | undefined }[] = []): Record<string, Value> =>
    Object.fromEntries(entries.map(({ key, value }) => [key, value])) as Record<string, Value>
  return { params: toRecord(data?.params), metrics: toRecord(data?.metrics), tags: toRecord(data?.tags) }
}
