import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { configure, withRun } from '../default-tracker.ts'
import { readEnvironment } from '../environment.ts'
import { type RecordingServer, startRecordingServer } from '../testing/recording-server.ts'
import { testTracker } from '../testing/test-tracker.ts'
import { createTracker } from '../tracker.ts'
import type { Run } from './run.ts'
import { inRunContext, readRunContext, runContext } from './run-context.ts'
import { activeRun } from './scope.ts'

let server: RecordingServer
beforeEach(async () => {
  server = await startRecordingServer()
})
afterEach(() => server.close())

function tagsOf(run: Run): Record<string, string> {
  return Object.fromEntries(server.state.runs.get(run.id)?.tags ?? [])
}

/** As it arrives in another process. */
function sent(): unknown {
  return JSON.parse(JSON.stringify(runContext() ?? null))
}

describe('a context that was sent elsewhere', () => {
  it('makes what begins there a child of the run here, in its experiment', async () => {
    using here = testTracker(server.url, { experimentName: 'etl' })
    using there = testTracker(server.url)
    let arrived: unknown
    const parent = await here.withRun({}, (run) => {
      arrived = sent()
      return run
    })
    const child = await inRunContext(readRunContext(arrived), () => there.withRun({}, (run) => run))
    expect(tagsOf(child)['mlflow.parentRunId']).toBe(parent.id)
    expect(child.experimentId).toBe(parent.experimentId)
    expect(parent.experimentId).not.toBe('0')
  })

  it('carries its tags to all that begins inside, and on', async () => {
    using tracker = testTracker(server.url)
    const context = { runId: 'a'.repeat(32), tags: { correlation_id: 'c-1' } }
    const [outer, inner] = await inRunContext(context, () =>
      tracker.withRun({ tags: { own: 'x' } }, async (run) => {
        expect(runContext()).toMatchObject({ runId: run.id, server: server.url, tags: { correlation_id: 'c-1' } })
        return [run, await tracker.withRun({}, (child) => child)] as const
      }),
    )
    expect(tagsOf(outer)).toMatchObject({ 'mlflow.parentRunId': 'a'.repeat(32), correlation_id: 'c-1', own: 'x' })
    expect(tagsOf(inner)).toMatchObject({ 'mlflow.parentRunId': outer.id, correlation_id: 'c-1' })
  })

  it('hides the runs around the call, also when there is none', async () => {
    using tracker = testTracker(server.url)
    await tracker.withRun({}, async (around) => {
      const lone = await inRunContext(undefined, () => {
        expect(activeRun()).toBeUndefined()
        return tracker.withRun({}, (run) => run)
      })
      expect(tagsOf(lone)['mlflow.parentRunId']).toBeUndefined()
      expect(activeRun()).toBe(around)
    })
  })

  it('names no experiment of another server', async () => {
    using tracker = testTracker(server.url)
    const context = { runId: 'a'.repeat(32), experimentId: '77', server: 'http://elsewhere:5000' }
    expect((await inRunContext(context, () => tracker.withRun({}, (run) => run))).experimentId).toBe('0')
  })

  it('is not the run that the environment asks to go on with', async () => {
    const environment = readEnvironment({ MLFLOW_TRACKING_URI: server.url, MLFLOW_RUN_ID: 'b'.repeat(32), REPRISE_SPOOL: 'off' })
    const tracker = createTracker({ endOnExit: false }, environment)
    const run = await inRunContext(undefined, () => tracker.withRun({}, (begun) => begun))
    expect(run.id).not.toBe('b'.repeat(32))
  })

  it('is read from anything without harm', () => {
    expect([undefined, null, 'x', 7].map(readRunContext)).toEqual([undefined, undefined, undefined, undefined])
    expect(readRunContext({ runId: '../x', experimentId: 3, server: {}, tags: { ok: 'v', 'a=b': 'v', n: 1 } })).toEqual({
      runId: undefined,
      experimentId: undefined,
      server: undefined,
      tags: { ok: 'v' },
    })
  })
})

describe('a run that is not required', () => {
  it('returns what the function returns and throws what it throws, whatever the server does', async () => {
    using tracker = testTracker(server.url)
    server.interfere = () => 400
    expect(await tracker.withRun({ required: false }, () => 3)).toBe(3)
    const failure = new Error('of the work')
    await expect(tracker.withRun({ required: false }, () => Promise.reject(failure))).rejects.toBe(failure)
    expect(tracker.problems.length).toBeGreaterThan(0)
  })

  it('is nobody’s parent when it goes nowhere', async () => {
    using tracker = testTracker(server.url)
    configure({ trackingUri: 'gopher://host' })
    const child = await inRunContext({ runId: 'a'.repeat(32) }, () => withRun({ required: false }, () => tracker.withRun({}, (run) => run)))
    configure({})
    expect(tagsOf(child)['mlflow.parentRunId']).toBe('a'.repeat(32))
  })

  it('loses no more than the params that can not be logged', async () => {
    using tracker = testTracker(server.url)
    const circular: Record<string, unknown> = {}
    circular['self'] = circular
    const run = await tracker.withRun({ required: false, params: { circular, good: 1 } }, (begun) => begun)
    expect(Object.fromEntries(server.state.runs.get(run.id)!.params)).toEqual({ good: '1' })
  })
})
