import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readEnvironment } from '../environment.ts'
import { type RecordingServer, startRecordingServer } from '../testing/recording-server.ts'
import { testTracker, until } from '../testing/test-tracker.ts'
import { createTracker } from '../tracker.ts'

let server: RecordingServer
beforeEach(async () => {
  server = await startRecordingServer()
})
afterEach(() => server.close())

describe('a run', () => {
  it('arrives whole: params, metrics, tags, status and times', async () => {
    using tracker = testTracker(server.url, { experimentName: 'spirals' })
    const run = await tracker.startRun({
      name: 'baseline',
      params: { lr: 0.1 },
      tags: { team: 'blue' },
      description: '*first*',
      group: 'night',
    })
    run.logMetric('loss', 0.5, { step: 3, timestamp: new Date(1_000) })
    run.logMetrics({ 'val/loss': 0.6, accuracy: undefined, nan: Number.NaN }, { step: 4 })
    run.logParams({ layers: [64, 32], optimizer: { name: 'adam' }, seed: 7, deep: true, none: null, nothing: undefined })
    run.setTag('note', 'ok')
    expect(await run.end()).toEqual({ delivered: true, waiting: 0, rejected: 0, lost: 0 })

    const stored = server.state.runs.get(run.id)!
    expect(stored.info).toMatchObject({ experiment_id: '1', run_name: 'baseline', status: 'FINISHED', end_time: expect.any(Number) })
    expect(Object.fromEntries(stored.params)).toEqual({
      lr: '0.1',
      layers: '[64,32]',
      optimizer: '{"name":"adam"}',
      seed: '7',
      deep: 'true',
    })
    expect(stored.points).toEqual([
      { key: 'loss', value: 0.5, step: 3, timestamp: 1_000 },
      { key: 'val/loss', value: 0.6, step: 4, timestamp: expect.any(Number) },
      { key: 'nan', value: 'NaN', step: 4, timestamp: expect.any(Number) },
    ])
    expect(Object.fromEntries(stored.tags)).toMatchObject({
      team: 'blue',
      note: 'ok',
      'mlflow.runName': 'baseline',
      'mlflow.note.content': '*first*',
      'reprise.group': 'night',
      'mlflow.source.type': 'LOCAL',
      'mlflow.user': expect.any(String),
      'mlflow.source.name': expect.any(String),
    })
    expect(run.url).toBe(`${server.url}/#/experiments/1/runs/${run.id}`)
    expect(readdirSync(tracker.spool)).toEqual([])
  })

  it('is known to the server by the id it chose itself', async () => {
    using tracker = testTracker(server.url)
    const run = await tracker.startRun()
    expect(server.bodies('runs/create')[0]?.['run_id']).toBe(run.id)
    expect(run.id).toMatch(/^[0-9a-f]{32}$/)
    expect(run.name).toBe('made-up-1')
    await run.end()
  })

  it('ends as it is told, once', async () => {
    using tracker = testTracker(server.url)
    const run = await tracker.startRun()
    await run.end('KILLED')
    await run.end('FINISHED')
    expect(server.bodies('runs/update').map(({ status }) => status)).toEqual(['KILLED'])
    expect(() => run.logMetric('late', 1)).toThrow('The run has ended')
    await expect(run.logText('late', 'a.txt')).rejects.toThrow('The run has ended')
  })

  it('ends when its block is left', async () => {
    using tracker = testTracker(server.url)
    {
      await using run = await tracker.startRun()
      run.logMetric('m', 1)
    }
    expect(server.bodies('runs/update')[0]).toMatchObject({ status: 'FINISHED' })
  })

  it('goes on by its id', async () => {
    using tracker = testTracker(server.url)
    const first = await tracker.startRun({ name: 'long' })
    await first.end('FAILED')
    const again = await tracker.startRun({ runId: first.id, tags: { attempt: 2 } })
    expect(server.state.runs.get(first.id)?.info['status']).toBe('RUNNING')
    expect(again.name).toBe('long')
    again.logMetric('m', 1)
    await again.end()
    expect(server.state.runs.get(first.id)).toMatchObject({ info: { status: 'FINISHED' }, points: [{ key: 'm' }] })
    expect(server.bodies('runs/create')).toHaveLength(1)
    expect(server.state.runs.get(first.id)?.tags.get('attempt')).toBe('2')
  })

  it('is the one the environment names, the first time', async () => {
    using tracker = testTracker(server.url)
    const { id } = await tracker.withRun({ name: 'begun elsewhere' }, (run) => run)
    const inside = createTracker({ trackingUri: server.url, spool: false, endOnExit: false }, readEnvironment({ MLFLOW_RUN_ID: id }))
    const first = await inside.withRun({}, (run) => run)
    const second = await inside.withRun({}, (run) => run)
    expect([first.id, first.name]).toEqual([id, 'begun elsewhere'])
    expect(second.id).not.toBe(id)
  })

  it('rejects at the start when the server refuses it, and leaves nothing behind', async () => {
    using tracker = testTracker(server.url, { experimentId: '99' })
    await expect(tracker.startRun()).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST', message: 'No Experiment with id=99 exists' })
    server.interfere = () => 401
    await expect(tracker.startRun({ experimentId: '0' })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(readdirSync(tracker.spool)).toEqual([])
  })

  it('makes an experiment once, whoever asks first', async () => {
    using tracker = testTracker(server.url)
    const runs = await Promise.all([1, 2, 3].map(() => tracker.withRun({ experimentName: 'new' }, (run) => run.experimentId)))
    expect(new Set(runs).size).toBe(1)
  })

  it('records a dataset', async () => {
    using tracker = testTracker(server.url)
    await tracker.withRun({}, (run) =>
      run.logInput({ name: 'iris', digest: 'abc', source: 'https://host/iris.csv', schema: { columns: 4 }, context: 'training' }),
    )
    expect(server.bodies('runs/log-inputs')[0]?.['datasets']).toEqual([
      {
        dataset: { name: 'iris', digest: 'abc', source_type: 'http', source: '{"uri":"https://host/iris.csv"}', schema: '{"columns":4}' },
        tags: [{ key: 'mlflow.data.context', value: 'training' }],
      },
    ])
  })

  it('records data that a run made, and does without where the server keeps no lineage', async () => {
    using tracker = testTracker(server.url)
    const model = { name: 'model.bin', digest: 'a'.repeat(32), source: 'model.bin', profile: { size: 3 } }
    const made = await tracker.withRun({}, async (run) => {
      run.logOutputs([model, { ...model, name: 'copy.bin' }])
      run.logOutput(model)
      run.logOutputs([])
      run.logInputs([])
      return run.flush()
    })
    expect(made).toEqual({ delivered: true, waiting: 0, rejected: 0, lost: 0 })
    const dataset = {
      name: 'model.bin',
      digest: 'a'.repeat(32),
      source_type: 'local',
      source: '{"uri":"model.bin"}',
      profile: '{"size":3}',
    }
    expect(
      server.requests.filter(({ path }) => path.endsWith('runs/log-dataset-outputs')).map(({ body }) => JSON.parse(String(body)).datasets),
    ).toEqual([[dataset, { ...dataset, name: 'copy.bin' }], [dataset]])
  })

  it('logs the use of the machine', async () => {
    using tracker = testTracker(server.url)
    const run = await tracker.startRun({ system: { interval: 50 } })
    await until(() => (server.state.runs.get(run.id)?.points.filter(({ step }) => step === 1).length ?? 0) > 0, 'two samples')
    await run.end()
    const { points } = server.state.runs.get(run.id)!
    const names = new Set(points.map(({ key }) => key))
    for (const name of [
      'cpu_utilization_percentage',
      'system_memory_usage_megabytes',
      'system_memory_usage_percentage',
      'disk_usage_percentage',
    ]) {
      expect(names).toContain(`system/${name}`)
    }
    const percentages = points.filter(({ key }) => key.endsWith('_percentage')).map(({ value }) => Number(value))
    expect(percentages.every((value) => value >= 0 && value <= 100)).toBe(true)
    expect(tracker.problems).toEqual([])
  })
})

describe('what no server takes', () => {
  const cases: [string, (run: Awaited<ReturnType<ReturnType<typeof testTracker>['startRun']>>) => void, string][] = [
    ['a metric that is not a number', (run) => run.logMetric('m', '1' as unknown as number), "'m' is not a number"],
    ['a name with other characters', (run) => run.logMetric('m$', 1), "'m$' can not be the name of a metric"],
    ['a name that leads elsewhere', (run) => run.setTag('../x', 1), "'../x' can not be the name of a tag"],
    ['a name that is too long', (run) => run.logParam('x'.repeat(251), 1), 'longer than 250'],
    ['a step that is no integer', (run) => run.logMetric('m', 1, { step: 1.5 }), 'not a 64-bit integer: 1.5'],
    ['a time before 1970', (run) => run.logMetric('m', 1, { timestamp: -1 }), 'not a time'],
    ['another value of a param', (run) => run.logParams({ p: 2 }), "The param 'p' is '1' already and can not become '2'"],
  ]
  it.each(cases)('is refused where it is written: %s', async (_what, log, message) => {
    using tracker = testTracker(server.url)
    await tracker.withRun({ params: { p: 1 } }, (run) => {
      expect(() => log(run)).toThrow(message)
      run.logParam('p', 1)
    })
    expect(tracker.problems).toEqual([])
  })

  it('is refused at the start, before anything is sent', async () => {
    using tracker = testTracker(server.url)
    await expect(tracker.startRun({ params: { a$: 1 } })).rejects.toThrow("'a$' can not be the name of a param")
    expect(server.requests).toEqual([])
  })
})
