import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RecordedRequest, type RecordingServer, startRecordingServer } from '../testing/recording-server.ts'
import { testTracker, until } from '../testing/test-tracker.ts'

let server: RecordingServer
beforeEach(async () => {
  server = await startRecordingServer()
})
afterEach(() => server.close())

function batches(): RecordedRequest[] {
  return server.requests.filter(({ path }) => path === 'runs/log-batch')
}

describe('batches', () => {
  it('hold at most what one request may, in order', async () => {
    using tracker = testTracker(server.url)
    await tracker.withRun({}, (run) => {
      for (let step = 0; step < 2_345; step++) run.logMetric('m', step, { step })
      run.logParams(Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`p${index}`, index])))
      run.setTags(Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`t${index}`, index])))
    })
    const bodies = server.bodies('runs/log-batch')
    for (const { metrics = [], params = [], tags = [] } of bodies as { metrics?: unknown[]; params?: unknown[]; tags?: unknown[] }[]) {
      expect(params.length).toBeLessThanOrEqual(100)
      expect(tags.length).toBeLessThanOrEqual(100)
      expect(metrics.length + params.length + tags.length).toBeLessThanOrEqual(1_000)
    }
    const [stored] = [...server.state.runs.values()]
    expect(stored?.points.map(({ step }) => step)).toEqual(Array.from({ length: 2_345 }, (_, step) => step))
    expect(stored?.params.size).toBe(250)
    expect(stored?.tags.get('t100')).toBe('100')
  })

  it('are sent without being asked for', async () => {
    using tracker = testTracker(server.url)
    const run = await tracker.startRun()
    run.logMetric('m', 1)
    await until(() => batches().length === 1, 'the batch')
    await run.end()
  })

  it('are sent one at a time, with keys that count up, whatever fails in between', async () => {
    using tracker = testTracker(server.url, { retries: 3 })
    let before = 0
    let open = 0
    let most = 0
    server.interfere = async () => {
      open += 1
      most = Math.max(most, open)
      await new Promise((resolve) => setTimeout(resolve, 5))
      open -= 1
      return before++ % 3 === 2 ? 503 : undefined
    }
    const run = await tracker.startRun()
    for (let step = 0; step < 8_000; step++) run.logMetric('m', step, { step })
    expect((await run.end()).delivered).toBe(true)
    const keys = server.requests.flatMap(({ key }) => (key === undefined ? [] : [Number(key.split(':')[1])]))
    expect(keys).toEqual(keys.toSorted((a, b) => a - b))
    expect(new Set(keys)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))
    expect(keys.length).toBeGreaterThan(10)
    expect(most).toBe(1)
    expect(new Set(server.requests.map(({ key }) => key?.split(':')[0])).size).toBe(1)
    expect(server.state.runs.get(run.id)?.points).toHaveLength(8_000)
  })

  it('that arrived although the answer was lost count once', async () => {
    using tracker = testTracker(server.url, { retries: 3 })
    const run = await tracker.startRun()
    let dropped = 0
    server.interfere = (request) => {
      if (request.path !== 'runs/log-batch' || dropped > 0) return undefined
      dropped += 1
      server.state.handle(request)
      return 'drop'
    }
    run.logMetric('m', 1)
    await run.end()
    expect(batches()).toHaveLength(2)
    expect(server.state.runs.get(run.id)?.points).toHaveLength(1)
  })

  it('lose only the param the server refuses, which is set aside with the reason', async () => {
    using tracker = testTracker(server.url)
    const run = await tracker.startRun()
    server.state.runs.get(run.id)?.params.set('lr', '0.5')
    run.logParams({ lr: 0.1, seed: 1 })
    run.logMetric('loss', 2)
    expect(await run.end()).toMatchObject({ delivered: true, rejected: 1 })
    const stored = server.state.runs.get(run.id)!
    expect(Object.fromEntries(stored.params)).toEqual({ lr: '0.5', seed: '1' })
    expect(stored.points).toHaveLength(1)
    expect(tracker.problems).toEqual([expect.stringContaining('Changing param values is not allowed')])
    const [file] = readdirSync(tracker.spool)
    expect(readFileSync(join(tracker.spool, file!), 'utf8')).toContain('"value":"0.1"')
  })
})

describe('a server that goes away', () => {
  it('neither stops nor fails the program, and gets everything when it is back', async () => {
    using tracker = testTracker(server.url)
    const run = await tracker.startRun()
    run.logMetric('m', 0)
    await run.flush()
    await server.close()
    for (let step = 1; step <= 5_000; step++) run.logMetric('m', step, { step })
    expect((await run.flush()).delivered).toBe(false)
    await run.logText('offline', 'note.txt')
    await run.ready()
    expect(tracker.problems.join()).toContain(`. What is logged waits in ${tracker.spool}.`)

    server = await startRecordingServer({ port: server.port, state: server.state })
    run.logMetric('m', 5_001, { step: 5_001 })
    expect(await run.end()).toEqual({ delivered: true, waiting: 0, rejected: 0, lost: 0 })
    const stored = server.state.runs.get(run.id)!
    expect(stored.points.map(({ value }) => value)).toEqual(Array.from({ length: 5_002 }, (_, index) => index))
    expect(stored.info['status']).toBe('FINISHED')
    expect(server.state.artifacts.get(`0/${run.id}/artifacts/note.txt`)?.toString()).toBe('offline')
    expect(readdirSync(tracker.spool)).toEqual([])
  })

  it('is found again without anything being logged', async () => {
    using tracker = testTracker(server.url)
    const run = await tracker.startRun()
    await server.close()
    run.logMetric('m', 1)
    await run.flush()
    server = await startRecordingServer({ port: server.port, state: server.state })
    await until(() => server.state.runs.get(run.id)?.points.length === 1, 'the point')
    await run.end()
  })

  it('counts as away when it hangs at the start', async () => {
    using tracker = testTracker(server.url, { flushTimeout: 100, timeout: 100_000 })
    server.interfere = () => 'hang'
    const run = await tracker.startRun({ name: 'patient' })
    run.logMetric('m', 1)
    await run.logText('kept', 'a.txt')
    server.interfere = undefined
    await until(() => server.state.runs.get(run.id)?.points.length === 1, 'the point')
    expect((await run.end()).delivered).toBe(true)
    expect(server.state.artifacts.size).toBe(1)
  })

  it('need not even be there at the start', async () => {
    using tracker = testTracker(server.url, { experimentName: 'later' })
    await server.close()
    const run = await tracker.startRun({ name: 'early', params: { a: 1 } })
    run.logMetric('m', 1)
    expect(run.url).toBe(`${server.url}/r/${run.id}`)
    server = await startRecordingServer({ port: server.port, state: server.state })
    expect((await run.end()).delivered).toBe(true)
    expect(server.state.runs.get(run.id)).toMatchObject({ info: { run_name: 'early', experiment_id: '1', status: 'FINISHED' } })
  })

  it('without a spool costs what does not fit into memory, and says so', async () => {
    using tracker = testTracker(server.url, { spool: false })
    const run = await tracker.startRun()
    await server.close()
    run.logMetric('m', 1)
    expect(await run.end()).toMatchObject({ delivered: false, waiting: 2 })
    expect(tracker.problems.join()).toContain('waits in memory')
  })
})

describe('a start that can be kept nowhere', () => {
  it('rejects with the reason', async () => {
    using tracker = testTracker(server.url, { spool: false })
    await expect(tracker.startRun({ tags: { large: 'x'.repeat(65 * 1024 * 1024) } })).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' })
  })
})

describe('a spool folder that vanishes', () => {
  it('is a problem to be told, not an error', async () => {
    using tracker = testTracker(server.url)
    const run = await tracker.startRun()
    rmSync(tracker.spool, { recursive: true })
    run.logMetric('m', 1)
    await run.end()
    expect(server.state.runs.get(run.id)).toMatchObject({ points: { length: 1 }, info: { status: 'FINISHED' } })
  })
})

describe('a server that chooses ids itself', () => {
  it('gets what was logged under its own id', async () => {
    using tracker = testTracker(server.url)
    const { handle } = server.state
    server.state.handle = (request) => {
      if (request.path !== 'runs/create') return handle(request)
      const input = { ...(JSON.parse(request.body.toString()) as object), run_id: 'f'.repeat(32) }
      return handle({ ...request, body: Buffer.from(JSON.stringify(input)) })
    }
    const run = await tracker.startRun()
    run.logMetric('m', 1)
    await run.end()
    expect(run.id).toBe('f'.repeat(32))
    expect(server.state.runs.get(run.id)).toMatchObject({ points: [{ key: 'm' }], info: { status: 'FINISHED' } })
  })
})
