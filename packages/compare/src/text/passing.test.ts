import { describe, expect, it } from 'vitest'
import { compareFiles } from '../compare-files.ts'
import type { Comparison } from '../comparison.ts'
import { compareParams } from '../series/compare-params.ts'
import type { Setting } from './setting.ts'

const started = [Date.UTC(2026, 2, 14, 9, 30, 7), Date.UTC(2026, 2, 15, 22, 1, 40)] as const
const setting = (from: number, root: string, id: string): Setting => ({ during: { from, to: from + 3_000 }, folders: [root], ids: [id] })
const settings = [
  { ...setting(started[0], '/home/ada/spirals', 'a'.repeat(32)), name: 'run-1' },
  { ...setting(started[1], '/tmp/reprise-x1/run/code', 'b'.repeat(32)), name: 'model.py as in 6be4a9a6 (2)' },
] as const

function compare(name: string, a: string, b: string): Comparison {
  return compareFiles(name, [new TextEncoder().encode(a), new TextEncoder().encode(b)], { settings })
}

describe('with the runs known', () => {
  it.each([
    ['times of the runs', '2026-03-14T09:30:08.25 loss 0.5', '2026-03-15 22:01:41,001 loss 0.5', 'canonical'],
    ['in any time zone', '2026-03-14 15:00:08 loss 0.5', '2026-03-15T17:01:41-05:00 loss 0.5', 'canonical'],
    ['as `date` prints them', 'at Sat Mar 14 09:30:08 UTC 2026: 1', 'at Sun Mar 15 22:01:41 UTC 2026: 1', 'canonical'],
    ['in seconds', 'made 1773480608.25 of 3', 'made 1773612101 of 3', 'canonical'],
    ['dates that were computed', 'rain on 2026-07-01', 'rain on 2026-07-02', 'different'],
    ['times that were computed', 'arrives 10:15:00', 'arrives 10:45:00', 'different'],
    ['seconds that were computed', 'lift-off at 1573480608', 'lift-off at 1573612101', 'different'],
    ['durations that fit the run', 'took 2.31s', 'took 1.87 seconds', 'canonical'],
    ['durations that do not', 'half-life 53.1 s', 'half-life 91.7 s', 'different'],
    ['the folders of the runs', 'wrote /home/ada/spirals/out/w.npy', 'wrote /tmp/reprise-x1/run/code/out/w.npy', 'canonical'],
    ['other folders', 'best is /models/resnet/w.npy', 'best is /models/vgg/w.npy', 'different'],
    ['a folder of another name', 'in /home/ada/spirals', 'in /tmp/reprise-x1/run/codes', 'different'],
    ['temporary folders', 'spilled to /tmp/tmpx81k_q2z/part', 'spilled to /tmp/tmp0nd7y2aa/part', 'canonical'],
    ['their ids', `run ${'a'.repeat(32)} ended`, `run ${'b'.repeat(32)} ended`, 'canonical'],
    [
      'their names beside their ids',
      `View run-1 at: /${'a'.repeat(32)}`,
      `View model.py as in 6be4a9a6 (2) at: /${'b'.repeat(32)}`,
      'canonical',
    ],
    [
      'other names beside their ids',
      `View run-2 at: /${'a'.repeat(32)}`,
      `View model.py as in 6be4a9a6 (2) at: /${'b'.repeat(32)}`,
      'different',
    ],
    ['their names elsewhere', 'best is run-1', 'best is model.py as in 6be4a9a6 (2)', 'different'],
    [
      'pages of experiments on any server',
      `at http://127.0.0.1:5000/#/experiments/1/runs/${'a'.repeat(32)}`,
      `at https://ml.lan/base/#/experiments/17/runs/${'b'.repeat(32)}`,
      'canonical',
    ],
    ['pages of other things', 'at http://a.lan/#/models/1', 'at http://b.lan/#/models/1', 'different'],
    ['ids that are drawn', 'made 7f1c0e8a-5d0b-4c6f-9a35-0d6f2b1c9e11', 'made 0b1c0e8a-5d0b-4c6f-9a35-0d6f2b1c9e12', 'canonical'],
    ['ids that are made from names', 'key 7f1c0e8a-5d0b-5c6f-9a35-0d6f2b1c9e11', 'key 0b1c0e8a-5d0b-5c6f-9a35-0d6f2b1c9e12', 'different'],
    ['digests that look like numbers', 'sha ab5e4000cd12', 'sha ab5e5000cd12', 'different'],
    ['versions', 'numpy 1.26.4', 'numpy 1.26.5', 'different'],
  ])('%s', (_what, a, b, rung) => expect(compare('x.txt', a, b).rung).toBe(rung))

  it('says when nothing is left of a file', () => {
    expect(compare('x.txt', '2026-03-14 09:30:08\n', '2026-03-15 22:01:41\n')).toMatchObject({ rung: 'canonical', isPassing: true })
    expect(compare('x.json', '{"at":1773480608}', '{"at":1773612101}')).toMatchObject({ rung: 'canonical', isPassing: true })
    expect(compare('x.txt', '2026-03-14 0.5\n', '2026-03-15 0.5\n').isPassing).toBeUndefined()
  })
  it('reads the names of values', () => {
    expect(compare('x.json', '{"acc":0.5,"train_time":1.25}', '{"acc":0.5,"train_time":1.5}')).toMatchObject({ rung: 'canonical' })
    expect(compare('x.csv', 'loss,elapsed_s\n0.5,1.25\n', 'loss,elapsed_s\n0.5,1.75\n')).toMatchObject({ rung: 'canonical' })
    expect(compare('x.json', '{"survival_time":125}', '{"survival_time":150}')).toMatchObject({ rung: 'different', isOpen: true })
    expect(compare('x.json', '{"acc":0.5,"peak_memory_mb":125}', '{"acc":0.6,"peak_memory_mb":150}').isOpen).toBeUndefined()
  })
  it('takes params for what they are set to', () => {
    expect(compareParams(['2024-01-01', '2024-02-01'], settings).rung).toBe('different')
    expect(compareParams(['30s', '60s'], settings).rung).toBe('different')
    expect(compareParams(['/home/ada/spirals/data', '/tmp/reprise-x1/run/code/data'], settings).rung).toBe('canonical')
  })
})
