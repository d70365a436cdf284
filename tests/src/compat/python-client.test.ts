import { join } from 'node:path'
import {
  createTemporaryFolder,
  ensurePython,
  findPostgres,
  pythonSets,
  readMemory,
  requirePart,
  startMlflowServer,
  startPostgres,
  startRepriseServer,
  type PythonSet,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runProgram, type ProgramOutcome } from './run-program.ts'

const EVERY_CLIENT = ['fluent_api', 'client_api', 'search_runs', 'metric_history', 'artifact_files', 'async_logging']
const FULL_CLIENT = [...EVERY_CLIENT, 'datasets', 'sklearn_autolog']
const MINUTES = 60_000
const MEBIBYTE = 1024 * 1024

const pythons = new Map<PythonSet, Awaited<ReturnType<typeof ensurePython>>>()
for (const set of Object.keys(pythonSets) as PythonSet[]) pythons.set(set, await ensurePython(pythonSets[set]))
const postgres = requirePart('PostgreSQL', findPostgres())

describeClient('mlflow-3', 'the real server, which shows that the programs ask for what MLflow does', FULL_CLIENT, async () => {
  return startMlflowServer({ python: pythonOf('mlflow-3') })
})

describeClient('mlflow-2-skinny', 'Reprise over SQLite', EVERY_CLIENT, startOverSqlite)
describeClient('mlflow-2', 'Reprise over SQLite', FULL_CLIENT, startOverSqlite)
describeClient('mlflow-3-skinny', 'Reprise over SQLite', EVERY_CLIENT, startOverSqlite)
describeClient('mlflow-3', 'Reprise over SQLite', FULL_CLIENT, startOverSqlite)

describe.skipIf(postgres.missing)(`with PostgreSQL${postgres.note}`, () => {
  describeClient('mlflow-3', 'Reprise over PostgreSQL', FULL_CLIENT, startOverPostgres)
  describeClient('mlflow-2-skinny', 'Reprise over PostgreSQL', EVERY_CLIENT, startOverPostgres)
})

describe('a file of 256 MB', () => {
  for (const set of ['mlflow-2-skinny', 'mlflow-3-skinny'] as const) {
    const part = requirePart(set, pythons.get(set) ?? { reason: 'unknown set' })
    test.skipIf(part.missing)(
      `streams through the server from ${set}${part.note}`,
      async () => {
        await using server = await startOverSqlite()
        // What a server takes once, for the first requests of their kinds, is not what the file costs.
        assertPassed(await runProgram('artifact_files', pythonOf(set), server.url), server)
        const before = await readMemory(server.pid)
        const outcome = await runProgram('large_file', pythonOf(set), server.url)
        const after = await readMemory(server.pid)
        assertPassed(outcome, server)
        if (before === undefined || after === undefined) return
        const grownMebibytes = (after.peak - before.resident) / MEBIBYTE
        expect(grownMebibytes).toBeLessThan(100)
      },
      5 * MINUTES,
    )
  }
})

interface Server extends AsyncDisposable {
  readonly url: string
  readonly pid: number
  output(): string
}

/** One suite: every program, with the client of `set`, against one server. */
function describeClient(set: PythonSet, target: string, programs: readonly string[], start: () => Promise<Server>): void {
  const part = requirePart(set, pythons.get(set) ?? { reason: 'unknown set' })
  describe.skipIf(part.missing)(`${set} against ${target}${part.note}`, () => {
    let server: Server | undefined

    beforeAll(async () => {
      server = await start()
    }, 2 * MINUTES)
    afterAll(() => server?.[Symbol.asyncDispose]())

    test.for(programs)('%s', { timeout: 5 * MINUTES }, async (program) => {
      if (server === undefined) throw new Error('The server did not start.')
      assertPassed(await runProgram(program, pythonOf(set), server.url), server)
    })
  })
}

function assertPassed(outcome: ProgramOutcome, server: Server): void {
  if (!outcome.passed) throw new Error(`${outcome.output}\n--- the server wrote:\n${server.output().slice(-3000)}`)
}

function pythonOf(set: PythonSet): string {
  const environment = pythons.get(set)
  if (environment === undefined || environment.reason !== undefined) throw new Error(`There is no Python with ${set}.`)
  return environment.python
}

async function startOverSqlite(): Promise<Server> {
  await using parts = new AsyncDisposableStack()
  const folder = parts.use(await createTemporaryFolder('compat'))
  const server = parts.use(await startRepriseServer({ store: join(folder.path, 'store.db'), artifacts: join(folder.path, 'artifacts') }))
  return withParts(server, parts.move())
}

async function startOverPostgres(): Promise<Server> {
  await using parts = new AsyncDisposableStack()
  const folder = parts.use(await createTemporaryFolder('compat'))
  const database = parts.use(await startPostgres())
  const server = parts.use(await startRepriseServer({ store: await database.createDatabase(), artifacts: join(folder.path, 'artifacts') }))
  return withParts(server, parts.move())
}

/** The server as the owner of all that it stands on. */
function withParts(server: Server, parts: AsyncDisposableStack): Server {
  return { url: server.url, pid: server.pid, output: () => server.output(), [Symbol.asyncDispose]: () => parts.disposeAsync() }
}
