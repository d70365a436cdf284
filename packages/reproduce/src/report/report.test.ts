import { expect, it } from 'vitest'
import type { Reproduction } from '../reproduction.ts'
import { printHtml } from './html.ts'
import { printMarkdown } from './markdown.ts'

const hostile = '<script>alert(1)</script>|`x`'
const reproduction: Reproduction = {
  run: 'a'.repeat(32),
  reproduction: 'b'.repeat(32),
  repeats: [],
  verdict: 'DIVERGED',
  kind: 'systematic',
  why: `${hostile} came out different`,
  restoration: 'E3',
  items: [
    { kind: 'metric', name: 'same', rung: 'identical', comparer: 'series', evidence: {}, notes: [] },
    {
      kind: 'output',
      name: hostile,
      rung: 'different',
      comparer: 'text',
      evidence: { first: { place: 'line 1', a: hostile, b: 'b' }, largestRelative: 0.25 },
      notes: [],
    },
  ],
  intervals: [{ name: 'loss', original: 2, low: 1, high: 3, repeats: 5, isInside: true }],
  causes: [
    { kind: 'data', subject: hostile, status: 'suspected', evidence: hostile },
    { kind: 'code', subject: hostile, status: 'confirmed', evidence: hostile, patch: `--- a\n+++ b\n-${hostile}\n` },
  ],
  explanation: {
    original: 'a'.repeat(32),
    changed: 'a'.repeat(32),
    outcome: 'explained',
    why: hostile,
    isNoisy: false,
    causes: [],
    ruledOut: [{ kind: 'environment', subject: hostile, why: hostile }],
    notTried: [{ kind: 'time', subject: 'the clock', why: hostile }],
    trials: [{ changes: [hostile], runs: ['c'.repeat(32)], outcome: 'restored', differing: [hostile] }],
  },
  notCaptured: [hostile],
  notes: [],
  folder: undefined,
}

it('the page has no markup but its own, and needs nothing else', () => {
  const page = printHtml(reproduction)
  expect(page).not.toMatch(/<script|src=|href=|url\(/)
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page.indexOf('different')).toBeLessThan(page.indexOf('>identical<'))
})

it('the Markdown has as many cells in each row as its table has', () => {
  const text = printMarkdown(reproduction)
  const rows = text.split('\n').filter((line) => line.startsWith('|'))
  const cellsOf = (row: string): number => row.replaceAll('\\|', '').split('|').length
  const tables = text.split('\n## ').map((section) =>
    section
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map(cellsOf),
  )
  expect(rows.length).toBeGreaterThan(6)
  for (const counts of tables) expect(new Set(counts).size).toBeLessThanOrEqual(1)
  expect(text).toContain('\\<script\\>')
  // A patch stands as it is: indented, it is code.
  expect(text).toContain(`\n    -${hostile}\n`)
})
