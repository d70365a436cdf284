import { createExperiment, post, repeatInParallel } from '../load/api.ts'
import type { Connection } from '../load/connection.ts'
import { type PlannedRun, START, valueAt } from './plans.ts'

/** Points and params of one request. */
const BATCH = 1_000
const PARAMS = 100

export interface LoggedRuns {
  readonly experiment: string
  /** In the order of the plan. */
  readonly runs: readonly string[]
}

/** Logs runs as programs would, over a few connections. */
export async function logToReprise(url: URL, name: string, plan: readonly PlannedRun[]): Promise<LoggedRuns> {
  const experiment = await createExperiment(url, name)
  const runs = await repeatInParallel(url, plan.length, async (connection, index) => {
    const { name: run_name = '', params = {}, metrics = [], points = 0 } = plan[index] ?? {}
    const create = { experiment_id: experiment, run_name, start_time: START + index }
    const { run } = await post<{ run: { info: { run_id: string } } }>(url, connection, ['/runs/create', create])
    const id = run.info.run_id
    const entries = Object.entries(params).map(([key, value]) => ({ key, value }))
    for (let at = 0; at < entries.length; at += PARAMS) {
      await post(url, connection, ['/runs/log-batch', { run_id: id, params: entries.slice(at, at + PARAMS) }])
    }
    await logPoints(url, connection, { id, index, metrics, points })
    await post(url, connection, ['/runs/update', { run_id: id, status: 'FINISHED', end_time: START + index + 60_000 }])
    return id
  })
  return { experiment, runs }
}

interface Points {
  readonly id: string
  readonly index: number
  readonly metrics: readonly string[]
  readonly points: number
}

async function logPoints(url: URL, connection: Connection, { id, index, metrics, points }: Points): Promise<void> {
  let batch: object[] = []
  const send = async (): Promise<void> => {
    if (batch.length > 0) await post(url, connection, ['/runs/log-batch', { run_id: id, metrics: batch }])
    batch = []
  }
  for (let step = 0; step < points; step++) {
    for (const key of metrics) {
      batch.push({ key, value: valueAt(index, step), step, timestamp: START + step })
      if (batch.length === BATCH) await send()
    }
  }
  await send()
}
