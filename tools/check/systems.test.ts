import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readText, root } from './repository.ts'

interface Row {
  feature: string
  test: string
  status: string
}

const rows = listRows(readText('docs/systems.md'))

function listRows(markdown: string): Row[] {
  const cells = markdown
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (?:feature|---)/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  return cells.map((row) => ({ feature: row[1] ?? '', test: row[3] ?? '', status: row[4] ?? '' }))
}

test('names only tests that exist', () => {
  const named = rows.flatMap((row) => [...row.test.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''))
  expect(named.filter((file) => !/\.test\.tsx?$/.test(file) || !existsSync(join(root, file)))).toEqual([])
})

test('says that something works only where a test shows it', () => {
  expect(rows.length).toBeGreaterThan(50)
  expect(rows.filter(({ status }) => !/^(?:works|partly: .+|later(?:: .+)?)$/.test(status))).toEqual([])
  expect(rows.filter(({ status, test: shown }) => status.startsWith('later') !== (shown === ''))).toEqual([])
})
