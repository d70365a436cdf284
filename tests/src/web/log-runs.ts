import type { Client } from '@reprise/client'

export interface PlannedRun {
  readonly name: string
  readonly params?: Readonly<Record<string, string>>
  readonly tags?: Readonly<Record<string, string>>
  /** Values by step, per metric. */
  readonly metrics?: Readonly<Record<string, readonly number[]>>
  readonly status?: 'FINISHED' | 'FAILED' | 'RUNNING'
}

const START = 1_700_000_000_000
/** Points of one request. */
const BATCH = 1_000
/** Requests under way at once. */
const TOGETHER = 8

/** Logs a run as a program would, and answers its id. */
export async function logRun(
  client: Client,
  experiment: string,
  { name, params, tags, metrics, status = 'FINISHED' }: PlannedRun,
): Promise<string> {
  const { run } = await client.createRun({ experiment_id: experiment, run_name: name, start_time: START, tags: entries(tags) })
  const run_id = run.info.run_id
  await client.logBatch({ run_id, params: entries(params) })
  const points = Object.entries(metrics ?? {}).flatMap(([key, values]) =>
    values.map((value, step) => ({ key, value, step, timestamp: START + step * 1_000 })),
  )
  for (let at = 0; at < points.length; at += TOGETHER * BATCH) {
    const batches = Array.from({ length: TOGETHER }, (_, index) => points.slice(at + index * BATCH, at + (index + 1) * BATCH))
    await Promise.all(batches.filter((metrics) => metrics.length > 0).map((metrics) => client.logBatch({ run_id, metrics })))
  }
  if (status !== 'RUNNING') await client.updateRun({ run_id, status, end_time: START + 60_000 })
  return run_id
}

function entries(values: Readonly<Record<string, string>> = {}): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }))
}
