import type { InputOfOperation } from '@reprise/protocol'
import { ask } from '../ask.ts'
import type { CallContext, Store } from '../store.ts'

export { ask }

/** Creates a run, in the default experiment unless told otherwise, and answers its id. */
export async function createRun(
  store: Store,
  request: Partial<InputOfOperation<'createRun'>> = {},
  context?: CallContext,
): Promise<string> {
  const { run } = await ask(store, 'createRun', { experiment_id: '0', start_time: 1, ...request }, context)
  return run.info.run_id
}

/** A point for logBatch. */
export function point(key: string, step: number | bigint, value: number, timestamp: number | bigint = Number(step)) {
  return { key, step, value, timestamp }
}

/** The whole history of a metric. */
export async function historyOf(store: Store, runId: string, key: string) {
  const { metrics } = await ask(store, 'getMetricHistory', { run_id: runId, metric_key: key })
  return metrics.map(({ step, timestamp, value }) => ({ step, timestamp, value }))
}

/** What lists show of a run: the latest point per metric, params, tags. */
export async function dataOf(store: Store, runId: string) {
  const { run } = await ask(store, 'getRun', { run_id: runId })
  return {
    metrics: Object.fromEntries((run.data?.metrics ?? []).map(({ key, step, timestamp, value }) => [key, { step, timestamp, value }])),
    params: Object.fromEntries((run.data?.params ?? []).map(({ key, value }) => [key, value])),
    tags: Object.fromEntries((run.data?.tags ?? []).map(({ key, value }) => [key, value])),
  }
}
