import { ensurePython, pythonSets, startMlflowServer } from '@reprise/testing'
import { listTree, readCpuSeconds, readMemory, readWrittenBytes } from './process-tree.ts'
import type { OwnPostgres } from './postgres.ts'
import type { Server } from './start.ts'

export const mlflowStores = ['sqlite', 'postgres'] as const
export type MlflowStore = (typeof mlflowStores)[number]

/** Starts the real `mlflow server` with one worker: its usual four answer kept-alive requests of few clients 40 ms late. */
export async function startMlflow(store: MlflowStore, postgres: OwnPostgres): Promise<Server> {
  const onPostgres = store === 'postgres'
  const made = await ensurePython([...pythonSets['mlflow-3'], ...(onPostgres ? ['psycopg2-binary'] : [])])
  if (made.reason !== undefined) throw new Error(`There is no MLflow to measure: ${made.reason}.`)
  // SQLAlchemy wants the long name of the scheme, and its default driver changes with its version.
  const backend = onPostgres ? { backend: (await postgres.createDatabase()).replace(/^postgres:/, 'postgresql+psycopg2:') } : {}
  const started = performance.now()
  const server = await startMlflowServer({ python: made.python, workers: 1, ...backend })
  const processes = (): number[] => listTree(server.pid)
  return {
    url: new URL(server.url),
    startMilliseconds: performance.now() - started,
    processes,
    cpuSeconds: () => readCpuSeconds(processes()),
    writtenBytes: () => readWrittenBytes(processes()),
    memory: () => readMemory(processes()),
    [Symbol.asyncDispose]: () => server.stop(),
  }
}
