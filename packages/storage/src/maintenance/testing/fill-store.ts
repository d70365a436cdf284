import { openHandlers, type TestHandlers } from '../../operations/testing/call-handlers.ts'
import { internKeys } from '../../operations/keys.ts'
import type { OpenConnection } from '../../operations/testing/open-connection.ts'
import { sealPoints, storePoints } from '../../operations/testing/store-points.ts'
import { findRun } from '../../operations/find-run.ts'
import { toColumns, type Point } from '../../series/index.ts'
import { PendingSummaries, writeSummaries } from '../../summaries/index.ts'

/** Two runs: one sealed, with a long series and short ones, one with journal rows; all that hangs on runs, and an experiment. */
export async function fillStore(open: OpenConnection): Promise<TestHandlers> {
  const store = await openHandlers(open)
  const { experiment_id: experimentId } = await store.call('createExperiment', { name: 'e', tags: [{ key: 'k', value: 'v' }] })
  const points = (count: number, by: (step: number) => number): Point[] =>
    Array.from({ length: count }, (_, step) => ({ step, timestamp: 1_000 + step, value: by(step) }))
  const tags = [{ key: 'tag', value: 'v' }]
  const { run: sealed } = await store.call('createRun', { experiment_id: experimentId, start_time: 5, tags })
  await log(
    store,
    sealed.info.run_id,
    new Map([
      ['long', points(3_000, Math.sin)],
      ['short', points(20, Math.cos)],
      ['nan', points(1, () => Number.NaN)],
    ]),
  )
  await sealPoints(store.connection, sealed.info.run_id)
  const { run: waiting } = await store.call('createRun', { experiment_id: '0', start_time: 2n ** 53n + 1n })
  const special = [Infinity, -Infinity, -0, Number.NaN].map((value, index) => ({
    step: 2n ** 60n + BigInt(index),
    timestamp: index,
    value,
  }))
  await log(
    store,
    waiting.info.run_id,
    new Map([
      ['long', points(300, Math.sqrt)],
      ['special', special],
    ]),
  )
  await store.call('logInputs', {
    run_id: sealed.info.run_id,
    datasets: [{ dataset: { name: 'd', digest: 'x', source_type: 'local', source: 's' }, tags: [{ key: 'k', value: 'v' }] }],
  })
  await store.call('logDatasetOutputs', {
    run_id: waiting.info.run_id,
    datasets: [{ name: 'd', digest: 'y', source_type: 'local', source: 's' }],
  })
  await store.call('publishPipelineState', { project: 'p', time: 1, stages: [{ name: 'train', reasons: [{ kind: 'ALWAYS' }] }] })
  return store
}

async function log(store: TestHandlers, runId: string, series: ReadonlyMap<string, readonly Point[]>): Promise<void> {
  const run = await findRun(store.connection, { run_id: runId })
  const pending = new PendingSummaries()
  for (const [key, points] of series) {
    await storePoints(store.connection, runId, key, points)
    const keyId = (await internKeys(store.connection, [key])).get(key) ?? 0
    const summarised = { id: run.id, experimentId: run.experiment_id, startTime: run.start_time }
    pending.add(
      summarised,
      1,
      Float64Array.from(points, () => keyId),
      toColumns(points),
    )
  }
  const slice = pending.take(run.id, Infinity)
  if (slice !== undefined) await writeSummaries(store.connection, slice)
}
