import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { logMetric, logText } from '../active-run-functions.ts'
import { type RecordingServer, startRecordingServer } from '../testing/recording-server.ts'
import { testTracker } from '../testing/test-tracker.ts'
import type { Run } from './run.ts'
import { activeRun } from './scope.ts'

let server: RecordingServer
beforeEach(async () => {
  server = await startRecordingServer()
})
afterEach(() => server.close())

function parentOf(run: Run): string | undefined {
  return server.state.runs.get(run.id)?.tags.get('mlflow.parentRunId')
}

describe('the active run', () => {
  it('is the one started before, until it ends', async () => {
    using tracker = testTracker(server.url)
    expect(activeRun()).toBeUndefined()
    const outer = await tracker.startRun()
    expect(activeRun()).toBe(outer)
    const inner = await tracker.startRun()
    expect(activeRun()).toBe(inner)
    logMetric('inner', 1)
    await inner.end()
    expect(activeRun()).toBe(outer)
    logMetric('outer', 1)
    await outer.end()
    expect(activeRun()).toBeUndefined()
    expect(server.state.runs.get(inner.id)?.points.map(({ key }) => key)).toEqual(['inner'])
    expect(server.state.runs.get(outer.id)?.points.map(({ key }) => key)).toEqual(['outer'])
  })

  it('is the parent of runs started inside, unless they do not want one', async () => {
    using tracker = testTracker(server.url)
    await tracker.withRun({}, async (outer) => {
      const child = await tracker.startRun()
      const grandchild = await tracker.withRun({}, (run) => run)
      await child.end()
      const lone = await tracker.withRun({ nested: false }, (run) => run)
      const adopted = await tracker.withRun({ parentRunId: 'a'.repeat(32) }, (run) => run)
      expect([child, grandchild, lone, adopted].map(parentOf)).toEqual([outer.id, child.id, undefined, 'a'.repeat(32)])
      expect(parentOf(outer)).toBeUndefined()
    })
  })

  it('does not make runs that are started side by side parents of each other', async () => {
    using tracker = testTracker(server.url)
    const train = async (name: string): Promise<Run> => {
      await using run = await tracker.startRun({ name })
      expect(activeRun()).toBe(run)
      await new Promise((resolve) => setTimeout(resolve, 5))
      expect(activeRun()).toBe(run)
      logMetric(name, 1)
      return run
    }
    await tracker.withRun({}, async (outer) => {
      const runs = await Promise.all(['a', 'b', 'c'].map(train))
      expect(runs.map(parentOf)).toEqual([outer.id, outer.id, outer.id])
      expect(runs.map((run) => server.state.runs.get(run.id)?.points.map(({ key }) => key))).toEqual([['a'], ['b'], ['c']])
    })
  })

  it('stays with what belongs to it when functions with runs of their own go on side by side', async () => {
    using tracker = testTracker(server.url)
    const names = ['a', 'b', 'c']
    const runs = await Promise.all(
      names.map((name) =>
        tracker.withRun({}, async (run) => {
          await new Promise((resolve) => setTimeout(resolve, 5))
          logMetric(name, 1)
          await logText(name, 'name.txt')
          return run
        }),
      ),
    )
    for (const [index, run] of runs.entries()) {
      expect(server.state.runs.get(run.id)?.points.map(({ key }) => key)).toEqual([names[index]])
      expect(server.state.artifacts.get(`0/${run.id}/artifacts/name.txt`)?.toString()).toBe(names[index])
    }
  })

  it('is missed in words that say what to do', () => {
    expect(() => logMetric('m', 1)).toThrow('No run is active here.')
  })
})

describe('withRun', () => {
  it('returns what the function returns, and tells success from failure', async () => {
    using tracker = testTracker(server.url)
    expect(await tracker.withRun({}, () => 42)).toBe(42)
    const failure = new Error('boom')
    await expect(
      tracker.withRun({}, () => {
        throw failure
      }),
    ).rejects.toBe(failure)
    expect(server.bodies('runs/update').map(({ status }) => status)).toEqual(['FINISHED', 'FAILED'])
  })
})
