import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeLimit } from './judge.ts'
import { targets } from './targets.ts'

const programs = join(import.meta.dirname, '..')

test('docs/benchmarks.md shows the targets, in their order', () => {
  const page = readFileSync(join(programs, '..', '..', 'docs', 'benchmarks.md'), 'utf8')
  const table = page.slice(page.indexOf('| workload |')).split('\n\n', 1)[0] ?? ''
  const rows = table.split('\n').slice(2)
  const shown = rows.map((row) => row.split(' | ').slice(0, 2).join(' | ').replace(/^\| /, ''))
  expect(shown).toEqual(targets.map(({ title, limit, measured }) => `${title} | ${describeLimit(limit, measured.figure)}`))
})

test('every target names a program that is there', () => {
  for (const { command } of targets) expect(existsSync(join(programs, command.split(' ', 1)[0] ?? ''))).toBe(true)
})
