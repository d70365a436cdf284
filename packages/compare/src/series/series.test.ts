import { describe, expect, it } from 'vitest'
import { compareParams } from './compare-params.ts'
import { compareSeries } from './compare-series.ts'
import { isWallClock } from './wall-clock.ts'

const series = (...values: number[]) => values.map((value, step) => ({ step, value }))

describe('series', () => {
  it('are identical when every step has the same value, however they are ordered', () => {
    expect(compareSeries([series(1, 2, NaN), series(1, 2, NaN).toReversed()]).rung).toBe('identical')
  })
  it('says the first step that differs, the largest difference, and how the series begin', () => {
    const found = compareSeries([series(1, 2, 4), series(1, 2.5, 3)])
    expect(found).toMatchObject({
      rung: 'different',
      evidence: { compared: 3, differing: 2, firstStep: '1', largestAbsolute: 1, largestRelative: 0.25 },
    })
    expect(found.evidence.early).toEqual([
      { step: '0', relative: 0 },
      { step: '1', relative: 0.2 },
      { step: '2', relative: 0.25 },
    ])
  })
  it.each([
    ['rounding', series(0.1 + 0.2), series(0.3), 'numeric'],
    ['a bound of ones own', series(1), series(1.01), 'numeric'],
    ['another length', series(1, 2), series(1), 'different'],
    ['other steps', [{ step: 1, value: 1 }], [{ step: 2, value: 1 }], 'different'],
    ['NaN against a number', series(NaN), series(1), 'different'],
  ])('%s', (what, a, b, rung) => {
    expect(compareSeries([a, b], what === 'a bound of ones own' ? { tolerance: { relative: 0.02 } } : {}).rung).toBe(rung)
  })
})

it.each([
  'duration',
  'train_runtime',
  'epoch_time',
  'time/step',
  'samples_per_second',
  'system/cpu_utilization',
  'gpu_memory',
  'batchTime',
  'time_ms',
])('%s tells of the clock or the machine', (name) => expect(isWallClock(name)).toBe(true))
it.each(['loss', 'val_acc', 'time_series_loss', 'memorability', 'estimate', 'timestep_reward', 'steps', 'forms'])('%s is judged', (name) =>
  expect(isWallClock(name)).toBe(false),
)

it('params are the same but for where files lie', () => {
  expect(compareParams(['0.1', '0.1']).rung).toBe('identical')
  expect(compareParams(['/tmp/a/data.csv', '/home/b/data.csv']).rung).toBe('canonical')
  expect(compareParams(['0.1', '0.10']).rung).toBe('different')
})
