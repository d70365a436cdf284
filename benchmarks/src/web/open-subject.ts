import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, ensurePython, pythonSets, startMlflowServer, startRepriseServer } from '@reprise/testing'
import { type LoggedRuns, logToReprise } from './log-to-reprise.ts'
import { type DataName, planRuns, type Sizes } from './plans.ts'
import { writeToMlflow } from './write-to-mlflow.ts'

export const subjectNames = ['reprise', 'mlflow'] as const
export type SubjectName = (typeof subjectNames)[number]

/** A server over some data. */
export interface OpenSubject extends AsyncDisposable {
  readonly url: string
  readonly logged: LoggedRuns
}

export interface WantedData {
  readonly data: DataName
  readonly sizes: Sizes
}

/** Opens a server over data that are made once for each size and kept in the cache of the checkout. */
export async function openSubject(subject: SubjectName, { data, sizes }: WantedData): Promise<OpenSubject> {
  const folder = join(cacheFolder, 'benchmarks', 'web', `${subject}-${data}-${describeSizes(data, sizes)}`)
  const ready = join(folder, 'ready.json')
  if (!existsSync(ready)) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const started = performance.now()
    const logged = await makers[subject](folder, { data, sizes })
    writeFileSync(ready, JSON.stringify(logged))
    process.stdout.write(`${data}: written for ${subject} in ${Math.round((performance.now() - started) / 1_000)} s\n`)
  }
  const server = await starters[subject](folder)
  const logged = JSON.parse(readFileSync(ready, 'utf8')) as LoggedRuns
  return { url: server.url, logged, [Symbol.asyncDispose]: () => server.stop() }
}

/** Removes what {@link openSubject} keeps. */
export function removeData(): void {
  rmSync(join(cacheFolder, 'benchmarks', 'web'), { recursive: true, force: true })
}

function describeSizes(data: DataName, sizes: Sizes): string {
  const parts = {
    table: [sizes.runs, sizes.columns],
    wide: [sizes.keys, sizes.pointsPerKey],
    long: [sizes.long, sizes.longOfMlflow],
    many: [sizes.curves, sizes.pointsPerCurve],
  } satisfies Record<DataName, number[]>
  return parts[data].join('-')
}

const starters = {
  reprise: (folder: string) => startRepriseServer({ store: join(folder, 'runs.db'), artifacts: join(folder, 'artifacts') }),
  mlflow: async (folder: string) =>
    startMlflowServer({ python: await findPython(), workers: 1, backend: backendOf(folder), artifacts: join(folder, 'artifacts') }),
}

const makers = {
  reprise: async (folder: string, { data, sizes }: WantedData): Promise<LoggedRuns> => {
    await using server = await starters.reprise(folder)
    return await logToReprise(new URL(server.url), data, planRuns(data, sizes, false))
  },
  mlflow: async (folder: string, { data, sizes }: WantedData): Promise<LoggedRuns> => {
    const env = { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true' }
    execFileSync(await findPython(), ['-m', 'mlflow', 'db', 'upgrade', backendOf(folder)], { env, stdio: 'ignore' })
    return writeToMlflow(join(folder, 'mlflow.db'), data, planRuns(data, sizes, true))
  },
}

function backendOf(folder: string): string {
  return `sqlite:///${join(folder, 'mlflow.db')}`
}

async function findPython(): Promise<string> {
  const made = await ensurePython([...pythonSets['mlflow-3']])
  if (made.reason !== undefined) throw new Error(`There is no MLflow to measure: ${made.reason}.`)
  return made.python
}
