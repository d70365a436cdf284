import { join } from 'node:path'
import { createTemporaryFolder, ensurePython, pythonSets, requirePart, startRepriseServer, type PythonSet } from '@reprise/testing'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type ProgramOutcome, runProgram } from './run-program.ts'

/** Programs that the client alone can run, and all of them, which need the full package. */
export const EVERY_CLIENT = ['fluent_api', 'client_api', 'search_runs', 'metric_history', 'artifact_files', 'async_logging']
export const FULL_CLIENT = [...EVERY_CLIENT, 'datasets', 'sklearn_autolog', 'logged_models']
/** What MLflow's own server does not know. */
export const OURS = ['verdicts']
/** What clients of MLflow 2 do not know. */
export const OURS_OF_3 = [...OURS, 'webhooks']
export const MINUTES = 60_000

/** A server that programs are run against. */
export interface Server extends AsyncDisposable {
  readonly url: string
  readonly pid: number
  output(): string
}

/** A Python with the packages of a set, or why there is none. */
export interface ClientPython {
  readonly missing: boolean
  readonly note: string
  readonly python: string
}

export async function clientPython(set: PythonSet): Promise<ClientPython> {
  const environment = await ensurePython(pythonSets[set])
  return { ...requirePart(set, environment), python: environment.reason === undefined ? environment.python : '' }
}

/** What a suite is about: a client, and the programs that are run with it. */
export interface ClientSuite {
  readonly set: PythonSet
  readonly programs: readonly string[]
  readonly start: (python: string) => Promise<Server>
}

/** One suite: every program, with the client of `set`, one after the other against one server. */
export async function describeClient(target: string, { set, programs, start }: ClientSuite): Promise<void> {
  const { missing, note, python } = await clientPython(set)
  describe.skipIf(missing)(`${set} against ${target}${note}`, () => {
    let server: Server | undefined

    beforeAll(async () => {
      server = await start(python)
    }, 2 * MINUTES)
    afterAll(() => server?.[Symbol.asyncDispose]())

    test.for(programs)('%s', { timeout: 5 * MINUTES }, async (program) => {
      if (server === undefined) throw new Error('The server did not start.')
      assertPassed(await runProgram(program, python, server.url), server)
    })
  })
}

export function assertPassed(outcome: ProgramOutcome, server: Server): void {
  if (!outcome.passed) throw new Error(`${outcome.output}\n--- the server wrote:\n${server.output().slice(-3000)}`)
}

export async function startOverSqlite(): Promise<Server> {
  await using parts = new AsyncDisposableStack()
  const folder = parts.use(await createTemporaryFolder('compat'))
  const server = parts.use(await startRepriseServer({ store: join(folder.path, 'store.db'), artifacts: join(folder.path, 'artifacts') }))
  return withParts(server, parts.move())
}

/** The server as the owner of all that it stands on. */
export function withParts(server: Server, parts: AsyncDisposableStack): Server {
  return { url: server.url, pid: server.pid, output: () => server.output(), [Symbol.asyncDispose]: () => parts.disposeAsync() }
}
