import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { logMetric } from '../active-run-functions.ts'
import { configure, track } from '../default-tracker.ts'
import { type MemoryRun } from '../testing/memory-tracking.ts'
import { type RecordingServer, startRecordingServer } from '../testing/recording-server.ts'
import { testTracker, until } from '../testing/test-tracker.ts'
import { step } from './steps.ts'

let server: RecordingServer
beforeEach(async () => {
  server = await startRecordingServer()
})
afterEach(() => server.close())

async function ended(name: string): Promise<MemoryRun> {
  const find = (): MemoryRun | undefined =>
    [...server.state.runs.values()].find(({ info }) => info['run_name'] === name && info['status'] !== 'RUNNING')
  await until(() => find() !== undefined, `the end of ${name}`)
  return find()!
}

function latest(run: MemoryRun): Record<string, unknown> {
  return Object.fromEntries(run.points.map(({ key, value }) => [key, value]))
}

describe('a tracked procedure', () => {
  it('is a run with params, duration, success and completed steps', async () => {
    using tracker = testTracker(server.url)
    const close = tracker.track('close-issue', async ({ issue_number: issue }: { issue_number: number; files: string[] }) => {
      step('branch')
      await Promise.resolve()
      step('merge')
      return `closed ${issue}`
    })
    expectTypeOf(close).toEqualTypeOf<(given: { issue_number: number; files: string[] }) => Promise<string>>()
    expect(await close({ issue_number: 123, files: ['a.ts'] })).toBe('closed 123')
    const run = await ended('close-issue')
    expect(run.info['status']).toBe('FINISHED')
    expect(Object.fromEntries(run.params)).toEqual({ procedure_name: 'close-issue', issue_number: '123', files: '["a.ts"]' })
    expect(latest(run)).toEqual({ duration_seconds: expect.any(Number), success: 1, steps_completed: 2 })
    expect(run.tags.get('last_step')).toBe('merge')
  })

  it('that fails is a failed run, and throws the same error', async () => {
    using tracker = testTracker(server.url)
    const failure = new TypeError('no such issue')
    const fail = tracker.track('fails', async () => {
      step('look')
      throw failure
    })
    await expect(fail()).rejects.toBe(failure)
    const run = await ended('fails')
    expect(run.info['status']).toBe('FAILED')
    expect(latest(run)).toMatchObject({ success: 0, steps_completed: 1 })
    expect(Object.fromEntries(run.tags)).toMatchObject({ error_type: 'TypeError', error_message: 'no such issue' })
  })

  it('stays synchronous when it is, keeps `this`, and throws what it throws', async () => {
    using tracker = testTracker(server.url)
    const counter = {
      count: 1,
      add: tracker.track('add', function (this: { count: number }, more: number): number {
        // oxlint-disable-next-line typescript/only-throw-error
        if (more < 0) throw 'negative'
        this.count += more
        return this.count
      }),
    }
    expect(counter.add(2)).toBe(3)
    expect(() => counter.add(-1)).toThrow('negative')
    await until(() => server.bodies('runs/update').length === 2, 'both ends')
    const failed = [...server.state.runs.values()].find(({ info }) => info['status'] === 'FAILED')!
    expect(Object.fromEntries(failed.tags)).toMatchObject({ error_type: 'string', error_message: 'negative' })
    expect(latest(failed)['steps_completed']).toBe(0)
  })

  it('is a child of the procedure that calls it', async () => {
    using tracker = testTracker(server.url)
    const inner = tracker.track('inner', async () => step('inside'))
    const outer = tracker.track('outer', async () => {
      await inner()
      step('outside')
    })
    await outer()
    const [parent, child] = [await ended('outer'), await ended('inner')]
    expect(child.tags.get('mlflow.parentRunId')).toBe(parent.info['run_id'])
    expect([latest(parent)['steps_completed'], latest(child)['steps_completed']]).toEqual([1, 1])
  })

  it('takes its params as it is told to', async () => {
    using tracker = testTracker(server.url)
    const frame = tracker.track('extract', (video: string, at: number) => video.length + at, {
      params: (video, at) => ({ video, at_seconds: at }),
      tags: { 'task.type': 'media' },
    })
    expect(frame('a.mp4', 3)).toBe(8)
    const run = await ended('extract')
    expect(Object.fromEntries(run.params)).toEqual({ procedure_name: 'extract', video: 'a.mp4', at_seconds: '3' })
    expect(run.tags.get('task.type')).toBe('media')
  })

  it('keeps its name and number of arguments', () => {
    using tracker = testTracker(server.url)
    const named = tracker.track('x', function closeIssue(_a: number, _b: number) {})
    expect([named.name, named.length]).toEqual(['closeIssue', 2])
  })
})

describe('trouble with tracking', () => {
  it('does not reach the procedure: the server is away', async () => {
    using tracker = testTracker(server.url)
    await server.close()
    const work = tracker.track('work', async (given: { n: number }) => {
      step('one')
      return given.n * 2
    })
    expect(await work({ n: 4 })).toBe(8)
    server = await startRecordingServer()
  })

  it('does not reach the procedure: the server refuses everything', async () => {
    using tracker = testTracker(server.url)
    server.interfere = () => 400
    expect(await tracker.track('work', async () => 5)()).toBe(5)
    expect(tracker.problems.length).toBeGreaterThan(0)
  })

  it('does not reach the procedure: its params can not be logged', async () => {
    using tracker = testTracker(server.url)
    const circular: Record<string, unknown> = {}
    circular['self'] = circular
    expect(await tracker.track('work', async (_given: object) => 6)({ circular, bad$name: 1, good: 1 })).toBe(6)
    expect(tracker.problems.join()).toMatch(/circular/)
    const run = await ended('work')
    expect(run.info['status']).toBe('FINISHED')
    expect(run.params.get('good')).toBe('1')
  })

  it('does not reach the procedure: where to log to is nonsense', () => {
    configure({ trackingUri: 'gopher://host' })
    const work = track('work', () => {
      logMetric('m', 1)
      step('one')
      return 7
    })
    expect(work()).toBe(7)
    configure({})
  })
})
