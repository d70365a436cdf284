import { expect, test } from 'vitest'
import { cellWidth, cutToWidth, toCellText } from './cell.ts'
import { type Column, printTable } from './table.ts'

type Row = Readonly<Record<string, string>>
const column = (title: string, options: Partial<Column<Row>> = {}): Column<Row> => ({ title, value: (row) => row[title] ?? '', ...options })
const rows: Row[] = [
  { ID: '1', NAME: 'a name of some length', LOSS: '0.25', NOTE: 'x'.repeat(100) },
  { ID: '2', NAME: 'short', LOSS: '12.5', NOTE: '' },
]

test('aligns columns, numbers to the right, without blanks at the end of a line', () => {
  const { text } = printTable(rows, [column('ID', { align: 'right' }), column('NAME'), column('LOSS', { align: 'right' })], { width: 80 })
  expect(text).toBe('ID  NAME                   LOSS\n 1  a name of some length  0.25\n 2  short                  12.5\n')
})

test('cuts texts before it leaves columns out, and never passes the width', () => {
  const columns = [
    column('ID'),
    column('NAME', { giveWay: 1, narrowest: 8 }),
    column('LOSS', { giveWay: 3 }),
    column('NOTE', { giveWay: 2, narrowest: 6 }),
  ]
  const at = (width: number): { lines: string[]; leftOut: readonly string[] } => {
    const { text, leftOut } = printTable(rows, columns, { width })
    return { lines: text.split('\n'), leftOut }
  }
  for (let width = 2; width < 140; width++) expect(Math.max(...at(width).lines.map(cellWidth))).toBeLessThanOrEqual(width)
  expect(at(50)).toMatchObject({ leftOut: [] })
  expect(at(50).lines[1]).toBe(`1   a name of some length  0.25  ${'x'.repeat(16)}…`)
  expect(at(24)).toMatchObject({ leftOut: ['LOSS'] })
  expect(at(24).lines[1]).toBe('1   a name of s…  xxxxx…')
  expect(at(12).leftOut).toEqual(['LOSS', 'NOTE'])
  expect(at(5).leftOut).toEqual(['NAME', 'LOSS', 'NOTE'])
})

test('shares the room equally among many columns', () => {
  const many = Array.from({ length: 6 }, (_, index) => column(`C${index}`, { giveWay: 1, narrowest: 4 }))
  const row = Object.fromEntries(many.map(({ title }) => [title, `${title} ${'y'.repeat(30)}`]))
  const [, line = ''] = printTable([row], many, { width: 80 }).text.split('\n')
  expect(line.split('  ').map(cellWidth)).toEqual([11, 11, 12, 12, 12, 12])
})

test('counts what a terminal shows', () => {
  expect(['abc', 'é', 'e\u0301', '日本', '👩‍👩‍👧', '©', '❤️', '한글', 'ｆｕｌｌ', ''].map(cellWidth)).toEqual([3, 1, 1, 4, 2, 1, 2, 4, 8, 0])
})

test('cuts between characters, wide ones too', () => {
  expect(cutToWidth('日本語', 4)).toBe('日…')
  expect(cutToWidth('日本語', 5)).toBe('日本…')
  expect(cutToWidth('日本語', 6)).toBe('日本語')
  expect(cutToWidth('a👩‍👩‍👧b', 3)).toBe('a…')
})

test.each([
  ['\u001b[31mred\u001b[0m', '\ufffd[31mred\ufffd[0m'],
  ['two\nlines\r\n\tand a tab', 'two lines and a tab'],
  ['\u009b2J', '\ufffd2J'],
  ['abc\u202edcba', 'abc\ufffddcba'],
  ['bell\u0007, null\u0000', 'bell\ufffd, null\ufffd'],
  ['half \ud83d of a pair', 'half \ufffd of a pair'],
  ['👩‍👩‍👧 stays', '👩‍👩‍👧 stays'],
])('no value steers the terminal: %j', (value, shown) => {
  expect(toCellText(value)).toBe(shown)
  const { text } = printTable([{ NAME: value }], [column('NAME')], { width: 80 })
  expect(text).toBe(`NAME\n${shown}\n`)
})

test('prints a hundred columns and ten thousand rows without getting lost', () => {
  const many = Array.from({ length: 100 }, (_, index) => column(`C${index}`, { giveWay: 1 }))
  const { text, leftOut } = printTable(
    Array.from({ length: 10_000 }, () => ({ C0: '1' })),
    [column('ID'), ...many],
    { width: 80 },
  )
  expect(text.split('\n')).toHaveLength(10_002)
  expect(leftOut.length).toBeGreaterThan(70)
})
