import type { Reproduction } from '@reprise/reproduce'
import { expect, it } from 'vitest'
import { disarm, printAnnotation, printSummary } from './report-to-ci.ts'

const item = { kind: 'metric', comparer: 'series', evidence: {}, notes: [] } as const
const reproduction: Reproduction = {
  run: 'a'.repeat(32),
  reproduction: 'b'.repeat(32),
  repeats: [],
  verdict: 'DIVERGED',
  kind: 'systematic',
  why: 'loss is other.\n::set-env name=A::50%',
  restoration: 'E3',
  items: [
    { ...item, name: 'loss|<img>', rung: 'different' },
    { ...item, name: 'accuracy', rung: 'identical' },
  ],
  intervals: [],
  causes: [{ kind: 'seed', subject: 'train.py:2', status: 'suspected', evidence: 'no seed is set' }],
  notCaptured: [],
  notes: [],
  folder: undefined,
}

it('summarizes the verdict, what differs and the causes, and lets no name become markup', () => {
  const text = printSummary(reproduction)
  expect(text).toContain('DIVERGED (systematic)')
  expect(text).toContain('| metric | loss\\|\\<img\\> | different |')
  expect(text).toContain('| seed | train.py:2 | suspected | no seed is set |')
  expect(text).not.toContain('accuracy')
})

it('keeps a summary below what GitHub takes', () => {
  const items = Array.from({ length: 5_000 }, (_, index) => ({
    ...item,
    name: `${index}-${'é'.repeat(4_000)}`,
    rung: 'different' as const,
  }))
  const text = printSummary({ ...reproduction, items })
  expect(Buffer.byteLength(text)).toBeLessThan(2 ** 20)
  expect(text).toMatch(/left out/)
  expect(printSummary({ ...reproduction, items: items.map((long, index) => ({ ...long, name: `m${index}` })) })).toContain(
    '4800 more results differ.',
  )
})

it('marks the job with one line, whatever the run says', () => {
  expect(printAnnotation(reproduction)).toBe(
    `::error title=Reproduction of ${'a'.repeat(32)}::DIVERGED (systematic): loss is other.%0A::set-env name=A::50%25\n`,
  )
  expect(printAnnotation({ ...reproduction, verdict: 'BIT_IDENTICAL', kind: 'identical' })).toMatch(/^::notice /)
})

it('lets no line of a program command the CI', () => {
  expect(disarm('a :: b\n  ::stop-commands::x\n##[error]y')).toBe('a :: b\n  : :stop-commands::x\n## [error]y')
  const document = JSON.stringify({ name: '##[error]::y' })
  expect(disarm(document, { json: true })).not.toContain('##[')
  expect(JSON.parse(disarm(document, { json: true }))).toEqual(JSON.parse(document))
})
