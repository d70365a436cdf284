import { describe, expect, it } from 'vitest'
import { replacePassingInName } from './passing-names.ts'
import type { Setting } from './setting.ts'

const started = [Date.UTC(2026, 2, 14, 9, 30, 7), Date.UTC(2026, 2, 15, 22, 1, 40)] as const
const [first, second] = started.map((from, index): Setting => ({ during: { from, to: from + 3_000 }, ids: [`${index}`.repeat(32)] })) as [
  Setting,
  Setting,
]

describe('names that are the same file', () => {
  it.each([
    ['runs/events.out.tfevents.1773480608.ada.4711.0', 'runs/events.out.tfevents.1773612101.lab.12.0'],
    ['runs/Mar14_09-30-08_ada/x', 'runs/Mar15_22-01-41_lab/x'],
    [
      'runs/Mar14_09-30-08_ada/1773480609.1234/events.out.tfevents.1773480609.ada.4711.1',
      'runs/Mar15_22-01-41_ada/1773612102.5/events.out.tfevents.1773612102.ada.12.1',
    ],
    ['model_20260314_093008.pkl', 'model_20260315_220141.pkl'],
    ['out/2026-03-14T09-30-08.json', 'out/2026-03-15T22-01-41.json'],
    ['report-2026-03-14.html', 'report-2026-03-15.html'],
    ['1773480608_loss.csv', '1773612101_loss.csv'],
    ['part-7f1c0e8a-5d0b-4c6f-9a35-0d6f2b1c9e11.parquet', 'part-0b1c0e8a-5d0b-4c6f-9a35-0d6f2b1c9e12.parquet'],
    [`runs/${'0'.repeat(32)}/m`, `runs/${'1'.repeat(32)}/m`],
  ])('%s and %s', (a, b) => {
    expect(replacePassingInName(a, first)).toBe(replacePassingInName(b, second))
    expect(replacePassingInName(a, first)).not.toBe(a)
  })
})

describe('names that are other files', () => {
  it.each([
    ['rain-2020-07-01.csv', 'rain-2020-07-02.csv'],
    ['fold_1.csv', 'fold_2.csv'],
    ['1234567890.npy', '1234567891.npy'],
    ['epoch_10.pt', 'epoch_20.pt'],
  ])('%s and %s', (a, b) => expect(replacePassingInName(a, first)).not.toBe(replacePassingInName(b, second)))

  it('with nothing known of the run, a time is what it is', () => {
    expect(replacePassingInName('model_20260314_093008.pkl')).toBe('model_20260314_093008.pkl')
  })
})
