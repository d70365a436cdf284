import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { logMetric } from '../active-run-functions.ts'
import { step } from '../procedures/steps.ts'
import { activeRun } from '../runs/scope.ts'
import { type RecordingServer, startRecordingServer } from '../testing/recording-server.ts'
import { testTracker, until } from '../testing/test-tracker.ts'
import type { HookedRun, Hooks } from './hooks.ts'
import { addHooks } from './registry.ts'

let server: RecordingServer
beforeEach(async () => {
  server = await startRecordingServer()
})
afterEach(() => server.close())

function collecting(): { readonly seen: HookedRun[]; readonly hooks: Hooks } {
  const seen: HookedRun[] = []
  const note = (run: HookedRun): void => void seen.push(run)
  return { seen, hooks: { before: note, after: note, failed: note } }
}

describe('hooks of a tracked procedure', () => {
  it('are told of it before and after, with what was logged', async () => {
    using tracker = testTracker(server.url)
    const { seen, hooks } = collecting()
    const order: string[] = []
    const close = tracker.track(
      'close-issue',
      async ({ issue_number: issue }: { issue_number: number }) => {
        order.push('procedure')
        step('branch')
        await sleep(5)
        logMetric('files', 3, { step: 2 })
        logMetric('files', 9, { step: 1 })
        step('merge')
        return issue
      },
      { hooks: { ...hooks, before: (run) => (order.push('before'), hooks.before?.(run)) }, tags: { team: 'a' } },
    )
    expect(await close({ issue_number: 123 })).toBe(123)
    expect(order).toEqual(['before', 'procedure'])
    const [before, after] = seen
    const run = [...server.state.runs.values()][0]
    const params = { procedure_name: 'close-issue', issue_number: '123' }
    expect(before).toMatchObject({
      moment: 'before',
      runId: run?.info['run_id'],
      name: 'close-issue',
      params,
      metrics: {},
      steps: [],
      durationSeconds: 0,
    })
    expect(after).toMatchObject({
      moment: 'after',
      status: 'FINISHED',
      params,
      metrics: { files: 3, steps_completed: 2, success: 1, duration_seconds: expect.any(Number) },
      tags: { team: 'a', last_step: 'merge' },
      steps: ['branch', 'merge'],
      error: undefined,
    })
    expect(after?.durationSeconds).toBeGreaterThan(0)
    expect(seen).toHaveLength(2)
  })

  it('are told of its failure, with the very error', async () => {
    using tracker = testTracker(server.url)
    const { seen, hooks } = collecting()
    const failure = new TypeError('no such issue')
    const fail = tracker.track(
      'fails',
      () => {
        step('look')
        throw failure
      },
      { hooks },
    )
    expect(fail).toThrow(failure)
    await until(() => seen.length === 2, 'the hook')
    expect(seen[1]).toMatchObject({ moment: 'failed', status: 'FAILED', steps: ['look'], metrics: { success: 0 } })
    expect(seen[1]?.error).toBe(failure)
  })

  it('that throw, reject or hang change neither result nor error, and are told of once', async () => {
    using tracker = testTracker(server.url)
    const hang = (): Promise<void> => new Promise(() => undefined)
    const odd: Hooks[] = [
      {
        before: () => {
          throw new Error('odd before')
        },
        timeout: 20,
      },
      { before: hang, after: hang, failed: hang, timeout: 20 },
      { after: () => Promise.reject(new Error('odd after')), failed: () => Promise.reject(new Error('odd failed')), timeout: 20 },
    ]
    const removals = odd.map((hooks) => addHooks(hooks))
    try {
      const work = tracker.track('work', async (n: number) => {
        if (n < 0) throw new RangeError('negative')
        return n * 2
      })
      for (let call = 0; call < 2; call++) {
        expect(await work(4)).toBe(8)
        await expect(work(-1)).rejects.toThrow(RangeError)
      }
      expect(tracker.track('sync', (n: number) => n + 1)(1)).toBe(2)
    } finally {
      removals.forEach((remove) => remove())
    }
    const ofWork = tracker.problems.filter((problem) => problem.includes("'work'"))
    expect(ofWork.toSorted()).toEqual([
      "The hook 'after' of 'work' did not end within 0.02 s, and was left alone.",
      "The hook 'after' of 'work' failed: odd after",
      "The hook 'before' of 'work' did not end within 0.02 s, and was left alone.",
      "The hook 'before' of 'work' failed: odd before",
      "The hook 'failed' of 'work' did not end within 0.02 s, and was left alone.",
      "The hook 'failed' of 'work' failed: odd failed",
    ])
  })

  it('do not hold it up: a promise of `before` is waited for only once it has ended', async () => {
    using tracker = testTracker(server.url)
    const order: string[] = []
    const work = tracker.track('work', async () => void order.push('procedure'), {
      hooks: {
        before: async () => {
          await sleep(30)
          order.push('before ended')
        },
        after: async ({ signal }) => {
          await sleep(40)
          order.push(`after ended, aborted: ${signal.aborted}`)
        },
      },
    })
    await work()
    expect(order).toEqual(['procedure', 'before ended', 'after ended, aborted: false'])
  })

  it('let a synchronous procedure return first', async () => {
    using tracker = testTracker(server.url)
    const order: string[] = []
    const work = tracker.track('work', () => 'result', { hooks: { after: () => void order.push('after') } })
    order.push(work())
    await until(() => order.length === 2, 'the hook')
    expect(order).toEqual(['result', 'after'])
  })

  it('get copies, and a signal that says when their time is over', async () => {
    using tracker = testTracker(server.url)
    let signal: AbortSignal | undefined
    const work = tracker.track('work', async (_given: { a: number }) => 1, {
      hooks: {
        before: ({ params }) => void Object.assign(params, { a: 'changed' }),
        after: (run) => {
          signal = run.signal
          return new Promise(() => undefined)
        },
        timeout: 20,
      },
    })
    await work({ a: 1 })
    expect(signal?.aborted).toBe(true)
    expect([...server.state.runs.values()][0]?.params.get('a')).toBe('1')
  })
})

describe('hooks of the process', () => {
  it('are called for runs of every kind, until they are taken away', async () => {
    using tracker = testTracker(server.url)
    const { seen, hooks } = collecting()
    const remove = addHooks(hooks)
    try {
      await tracker.withRun({ name: 'with' }, () => logMetric('m', 1))
      await expect(tracker.withRun({ name: 'throws' }, () => Promise.reject(new Error('on purpose')))).rejects.toThrow('on purpose')
      const run = await tracker.startRun({ name: 'started' })
      await run.end('KILLED')
      await run.end('FINISHED')
    } finally {
      remove()
    }
    await tracker.withRun({ name: 'later' }, () => undefined)
    expect(seen.map(({ moment, name, status }) => [moment, name, status])).toEqual([
      ['before', 'with', undefined],
      ['after', 'with', 'FINISHED'],
      ['before', 'throws', undefined],
      ['failed', 'throws', 'FAILED'],
      ['before', 'started', undefined],
      ['failed', 'started', 'KILLED'],
    ])
    expect(seen[3]?.error).toMatchObject({ message: 'on purpose' })
  })

  it('may track by themselves without calling themselves', async () => {
    using tracker = testTracker(server.url)
    let calls = 0
    const remove = addHooks({
      after: async () => {
        calls += 1
        await tracker.track('notify', async () => undefined)()
      },
    })
    await tracker
      .track('work', async () => undefined)()
      .finally(remove)
    expect(calls).toBe(1)
    expect([...server.state.runs.values()].map(({ info }) => info['run_name'])).toEqual(['work', 'notify'])
  })

  it('find the run active before it, and are called although nothing can be tracked', async () => {
    using tracker = testTracker('http://127.0.0.1:9', { flushTimeout: 20 })
    const seen: string[] = []
    const work = tracker.track('work', async () => 1, {
      hooks: { before: ({ runId }) => void seen.push(String(activeRun()?.id === runId)), after: ({ name }) => void seen.push(name ?? '') },
    })
    expect(await work()).toBe(1)
    expect(seen).toEqual(['true', 'work'])
  })

  it('are not called for a run that the server refuses', async () => {
    using tracker = testTracker(server.url)
    const { seen, hooks } = collecting()
    server.interfere = () => 400
    await expect(tracker.startRun({ name: 'refused', hooks })).rejects.toThrow()
    expect(seen).toEqual([])
  })
})
