import { describe, expect, it } from 'vitest'
import type { Item } from '../item.ts'
import { compareSeries } from '../series/compare-series.ts'
import { rankCauses } from './rank-causes.ts'
import { readSignature } from './signature.ts'

const metric = (...relative: number[]): Item => ({
  kind: 'metric',
  name: 'loss',
  ...compareSeries([relative.map((_, step) => ({ step, value: 1 })), relative.map((share, step) => ({ step, value: 1 + share }))]),
})

describe('the beginning of a series', () => {
  it.each([
    ['rounding', [1e-7, 2e-7, 1e-6, 0.3]],
    ['start', [0.02, 0.5, 0.1]],
    ['start', [0, 0, 1e-3]],
    ['later', [0, 0, 0, 0, 0.2]],
    ['unknown', [0, 0, 0]],
    ['unknown', [5e-5, 5e-5, 5e-5]],
  ])('%s: %j', (signature, shares) => expect(readSignature([metric(...shares)])).toBe(signature))
})

describe('the ranking', () => {
  const threads = { part: 'variable', kind: 'threads', subject: 'OMP_NUM_THREADS', a: '1', b: '8' } as const
  const seed = { part: 'variable', kind: 'seed', subject: 'SEED', a: '1', b: '2' } as const
  const unused = { part: 'package', kind: 'package', subject: 'leftpad', a: '1', b: '2', isUnused: true } as const
  const kinds = (items: Item[], isNoisy = false) =>
    rankCauses({ items, differences: [seed, threads, unused], hints: [], isNoisy }).map(({ kind }) => kind)

  it('puts threads first for rounding, the seed first for another start', () => {
    expect(kinds([metric(1e-7, 1e-7, 1e-7)])[0]).toBe('threads')
    expect(kinds([metric(0.1, 0.1, 0.1)])[0]).toBe('seed')
  })
  it('puts what the run did not load last', () => expect(kinds([metric(0.1)]).at(-1)).toBe('package'))
  it('confirms nothing by itself', () => {
    const causes = rankCauses({ items: [metric(0.1)], differences: [seed], hints: [], isNoisy: true })
    expect(causes.every(({ status }) => status === 'suspected')).toBe(true)
    expect(causes.map(({ kind }) => kind)).toContain('nondeterminism')
  })
  it('takes up what the comparers noticed', () => {
    const item: Item = {
      kind: 'output',
      name: 'out.txt',
      rung: 'different',
      comparer: 'text',
      evidence: {},
      notes: ['the same lines in another order'],
    }
    expect(rankCauses({ items: [item], differences: [], hints: [], isNoisy: true })[0]).toMatchObject({ kind: 'order', subject: 'out.txt' })
  })
})
