import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { type TestTracker, testTracker } from '../testing/test-tracker.ts'
import type { RecordedRun } from './recorded-run.ts'

const folder = temporaryFolder()
let tracker: TestTracker
beforeAll(async () => {
  tracker = testTracker(folder.path, { experimentName: 'searched' })
  for (const n of [1, 2, 3]) await tracker.withRun({ name: `run-${n}`, params: { n } }, (run) => run.logMetric('score', n))
  await tracker.withRun({ name: 'elsewhere', experimentName: 'other' }, () => undefined)
})
afterAll(() => {
  tracker[Symbol.dispose]()
  folder[Symbol.dispose]()
})

function names(runs: readonly RecordedRun[]): (string | undefined)[] {
  return runs.map(({ name }) => name)
}

describe('searching runs', () => {
  it('finds those of the tracker’s experiment, as an array or one by one', async () => {
    expect(names(await tracker.searchRuns({ orderBy: ['metrics.score ASC'] }).toArray())).toEqual(['run-1', 'run-2', 'run-3'])
    const seen: (string | undefined)[] = []
    for await (const run of tracker.searchRuns({ filter: 'metrics.score >= 2', orderBy: ['metrics.score DESC'] })) seen.push(run.name)
    expect(seen).toEqual(['run-3', 'run-2'])
  })

  it('finds at most as many as are wanted', async () => {
    expect(names(await tracker.searchRuns({ orderBy: ['metrics.score DESC'], maxResults: 2 }).toArray())).toEqual(['run-3', 'run-2'])
    expect(await tracker.searchRuns({ maxResults: 0 }).toArray()).toEqual([])
  })

  it('looks into other experiments, by name or id', async () => {
    expect(names(await tracker.searchRuns({ experimentNames: ['other'] }).toArray())).toEqual(['elsewhere'])
    const { experimentId } = (await tracker.searchRuns({ experimentNames: ['other'] }).toArray())[0]!
    expect(await tracker.searchRuns({ experimentIds: [experimentId], experimentNames: ['searched'] }).toArray()).toHaveLength(4)
    expect(await tracker.searchRuns({ experimentNames: ['no such'] }).toArray()).toEqual([])
  })

  it('gives runs whole', async () => {
    const [run] = await tracker.searchRuns({ filter: "params.n = '2'" }).toArray()
    expect(run).toMatchObject({ name: 'run-2', status: 'FINISHED', isDeleted: false, params: { n: '2' }, metrics: { score: 2 } })
    expect(run?.startTime).toBeInstanceOf(Date)
    expect(run!.endTime!.getTime()).toBeGreaterThanOrEqual(run!.startTime!.getTime())
    expect(run?.tags['mlflow.source.type']).toBe('LOCAL')
  })

  it('rejects with the place of what is wrong in a filter', async () => {
    await expect(tracker.searchRuns({ filter: 'metrics.score >> 1' }).toArray()).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
  })
})
