import { expect, it } from 'vitest'
import type { Item } from '../item.ts'
import type { Rung } from '../comparison.ts'
import { judge } from './judge.ts'
import { settleOpen } from './settle-open.ts'

const item = (kind: Item['kind'], rung: Rung, more: Partial<Item> = {}): Item => ({
  kind,
  name: kind,
  rung,
  comparer: 'text',
  evidence: {},
  notes: [],
  ...more,
})
const open = [item('output', 'identical'), item('stdout', 'different', { isOpen: true })]

it('judges what repeats agree on', () => {
  const controls = [[item('output', 'identical'), item('stdout', 'notJudged')]]
  const items = settleOpen(open, controls)
  expect(items[1]).toMatchObject({ rung: 'different', notes: ['repeats agree on it, so that it is judged'] })
  expect(judge({ items, controls })).toMatchObject({ verdict: 'DIVERGED', kind: 'systematic' })
})
it('leaves out what repeats differ in, and what nobody repeated', () => {
  for (const controls of [[], [[item('output', 'identical'), item('stdout', 'different')]]]) {
    expect(judge({ items: settleOpen(open, controls), controls }).verdict).toBe('BIT_IDENTICAL')
  }
})
it('keeps what else is in a file', () => {
  const file = item('output', 'different', { isOpen: true })
  expect(judge({ items: settleOpen([file], []), controls: [] }).verdict).toBe('WITHIN_TOLERANCE')
})
