import type { Audit, Problem } from '@reprise/reproduce'
import { expect, it } from 'vitest'
import { createTestWorld } from '../../testing/test-world.ts'
import { createWriter } from './write-audits.ts'

const counts = { ready: 100, needs: 0, cannot: 1, unknown: 0 }
const ready: Audit = { run: 'a'.repeat(32), name: '', state: 'ready', problems: [], found: 0, last: undefined }
const lack = (kind: Problem['kind'], subject: string): Problem => ({ leaves: 'cannot', kind, subject, why: 'it is gone' })
const last = { verdict: '<b>', kind: undefined, reproduction: undefined }

function write(audits: readonly Audit[], json = false): string {
  const world = createTestWorld()
  const writer = createWriter({ id: '1', name: 'spirals' }, { json, world, beforeWrite: () => undefined })
  for (const audit of audits) writer.add(audit)
  writer.end(counts)
  return world.written.join('')
}

const many = [
  ...Array.from({ length: 100 }, () => ready),
  { ...ready, state: 'cannot', problems: [lack('missing data', 'x'.repeat(99))], last } as const,
]

it('writes one JSON document, however many pages there are', () => {
  expect(JSON.parse(write(many, true))).toEqual({
    experiment: { id: '1', name: 'spirals' },
    runs: many.map((audit) => ({ ...audit, last: audit.last ?? null })),
    counts,
  })
  expect(JSON.parse(write([], true))).toMatchObject({ runs: [], counts })
})

it('writes one table: titles once, columns as wide on every page', () => {
  const lines = write(many).split('\n')
  expect(lines.filter((line) => line.startsWith('RUN'))).toHaveLength(1)
  expect(new Set(lines.slice(1, 101))).toEqual(new Set([`${'a'.repeat(32)}  ready    -`]))
  expect(lines[101]).toBe(`${'a'.repeat(32)}  cannot   ?           data ${'x'.repeat(19)}…`)
  expect(lines.slice(102)).toEqual(['', '101 runs: 100 ready, 1 cannot', ''])
})

it('names what is missing by kind, and of one thing alone also why', () => {
  const missing = (...problems: Problem[]): string => {
    const world = { ...createTestWorld(), width: 200 }
    const writer = createWriter({ id: '1', name: '' }, { json: false, world, beforeWrite: () => undefined })
    writer.add({ ...ready, state: 'cannot', problems })
    writer.end(counts)
    return world.written.join('').split('\n')[1]?.slice(55).trim() ?? ''
  }
  expect(missing(lack('missing data', 'a.csv'), lack('missing secret', 'KEY'), lack('missing data', 'b.csv'))).toBe(
    'data a.csv, b.csv; secret KEY',
  )
  expect(missing(lack('missing data', 'a.csv'))).toBe('data a.csv: it is gone')
  expect(missing(lack('not finished', 'run'))).toBe('not finished')
  expect(missing({ ...lack('not captured', 'gpu'), leaves: 'ready' })).toBe('')
})
