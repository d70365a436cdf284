import { describe, expect, it } from 'vitest'
import type { Rung } from '../comparison.ts'
import type { Item, ItemKind } from '../item.ts'
import { judge } from './judge.ts'
import { verdicts } from './verdict.ts'

const item = (name: string, rung: Rung, kind: ItemKind = 'metric'): Item => ({
  name,
  rung,
  kind,
  comparer: 'series',
  evidence: {},
  notes: [],
})
const verdictOf = (...rungs: Rung[]) => judge({ items: rungs.map((rung, index) => item(`m${index}`, rung)), controls: [] })

describe('without a control', () => {
  it.each([
    [['identical', 'identical'], 'BIT_IDENTICAL', 'identical'],
    [['identical', 'notJudged'], 'BIT_IDENTICAL', 'identical'],
    [['identical', 'canonical'], 'WITHIN_TOLERANCE', 'numeric'],
    [['identical', 'numeric'], 'WITHIN_TOLERANCE', 'numeric'],
    [['identical', 'different'], 'DIVERGED', 'inconclusive'],
    [['identical', 'missing'], 'DIVERGED', 'inconclusive'],
    [['notJudged'], 'CANNOT', 'nothing to judge'],
    [[], 'CANNOT', 'nothing to judge'],
  ] as const)('%j is %s, %s', (rungs, verdict, kind) => expect(verdictOf(...rungs)).toMatchObject({ verdict, kind }))

  it('the same exit code is nothing to judge by, another one is a difference', () => {
    expect(judge({ items: [item('exit code', 'identical', 'exit')], controls: [] })).toMatchObject({ verdict: 'CANNOT' })
    expect(judge({ items: [item('exit code', 'different', 'exit')], controls: [] })).toMatchObject({ verdict: 'DIVERGED' })
    const both = [item('exit code', 'different', 'exit'), item('loss', 'identical')]
    expect(judge({ items: both, controls: [] }).verdict).toBe('DIVERGED')
  })

  it('exits with 0, 3 and 4', () => expect(verdicts).toEqual({ BIT_IDENTICAL: 0, WITHIN_TOLERANCE: 0, DIVERGED: 3, CANNOT: 4 }))
})

describe('with controls', () => {
  const items = [item('loss', 'different')]
  const finals = [{ name: 'loss', original: 2, repeats: [1, 2, 3] }]
  it('repeats that agree make it systematic', () => {
    expect(judge({ items, controls: [[item('loss', 'identical')]] })).toMatchObject({ verdict: 'DIVERGED', kind: 'systematic' })
  })
  it('repeats that do not make it noisy, and two of them say no more', () => {
    expect(
      judge({ items, controls: [[item('loss', 'different')]], finals: [{ name: 'loss', original: 2, repeats: [1, 3] }] }),
    ).toMatchObject({
      verdict: 'DIVERGED',
      kind: 'noisy',
      intervals: [],
    })
  })
  it('three repeats around the original make it statistically consistent', () => {
    const controls = [[item('loss', 'different')], [item('loss', 'different')]]
    expect(judge({ items, controls, finals })).toMatchObject({
      verdict: 'WITHIN_TOLERANCE',
      kind: 'statistical',
      intervals: [{ isInside: true }],
    })
  })
  it('an original outside of the scatter is systematic', () => {
    const controls = [[item('loss', 'different')], [item('loss', 'different')]]
    expect(judge({ items, controls, finals: [{ name: 'loss', original: 20, repeats: [1, 2, 3] }] })).toMatchObject({
      verdict: 'DIVERGED',
      kind: 'systematic',
      intervals: [{ isInside: false }],
    })
  })
  it('files that scatter are never called consistent', () => {
    const both = [...items, item('model.bin', 'different', 'output')]
    const control = [item('loss', 'different'), item('model.bin', 'different', 'output')]
    expect(judge({ items: both, controls: [control, control], finals })).toMatchObject({ verdict: 'DIVERGED', kind: 'noisy' })
  })
  it('a result that all repeats lack is systematically missing', () => {
    expect(judge({ items: [item('loss', 'missing')], controls: [[]] })).toMatchObject({ verdict: 'DIVERGED', kind: 'systematic' })
  })
})

describe('with paired seeds', () => {
  const seeds = [0, 1, 2, 3, 4]
  const items = seeds.map((seed) => item(`seed/${seed}/acc`, 'different'))
  const finals = seeds.map((seed) => ({ name: `seed/${seed}/acc`, original: 0.9, repeats: [0.9 + (seed - 2) * 0.001] }))
  it('equivalence within a margin that was asked for is statistical', () => {
    expect(judge({ items, controls: [], finals, margin: 0.01 })).toMatchObject({ verdict: 'WITHIN_TOLERANCE', kind: 'statistical' })
  })
  it('no margin, or one that is not shown, changes nothing', () => {
    expect(judge({ items, controls: [], finals }).verdict).toBe('DIVERGED')
    expect(judge({ items, controls: [], finals, margin: 0.0001 }).verdict).toBe('DIVERGED')
    expect(judge({ items: [...items, item('out.csv', 'different', 'output')], controls: [], finals, margin: 0.01 }).verdict).toBe(
      'DIVERGED',
    )
  })
})
