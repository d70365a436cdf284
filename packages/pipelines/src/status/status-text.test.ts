import { expect, it } from 'vitest'
import type { Value } from '../python/index.ts'
import type { Reason } from './reason.ts'
import { reasonLines, statusLines } from './status-text.ts'

const mapping = (entries: Readonly<Record<string, Value>>): Value => new Map(Object.entries(entries))

const param = (old: Value, now: Value): Reason => ({ kind: 'param', path: 'params.yaml', key: 'train', state: 'modified', old, new: now })

it('tells a parameter that is a mapping by its entries that differ', () => {
  const reason = param(
    mapping({ lr: 0.1, layers: mapping({ first: 8n, second: 8n }), gone: 'x' }),
    mapping({ lr: 0.1, layers: mapping({ first: 8n, second: 16n }), added: true }),
  )
  expect(reasonLines([reason])).toEqual([
    'train.layers.second of params.yaml is modified: 8 → 16',
    'train.gone of params.yaml is deleted: "x" → (none)',
    'train.added of params.yaml is new: (none) → true',
  ])
  expect(statusLines('fit', [reason])).toEqual([
    'fit:',
    '\tchanged deps:',
    '\t\tparams.yaml:',
    '\t\t\tmodified:           train',
    '\t\t\t                    train.layers.second: 8 → 16',
    '\t\t\t                    train.gone: "x" → (none)',
    '\t\t\t                    train.added: (none) → true',
  ])
})

it('shows where two long commands differ', () => {
  const start = 'python train.py '.padEnd(300, 'x')
  const [line = ''] = reasonLines([{ kind: 'command', old: `${start} --lr 1`, new: `${start} --lr 2` }])
  expect(line).toMatch(/^command changed: …x+ --lr 1 → …x+ --lr 2$/)
  expect(line.length).toBeLessThan(130)
})
