import { expect, test } from 'vitest'
import { moveColumn, parseWidths, placeColumns, setWidth, shiftColumn } from './arrange-columns.ts'
import { columnOf } from './columns.ts'

const ids = ['a', 'b', 'c']

test.each([
  ['c', 'a', ['c', 'a', 'b']],
  ['a', 'c', ['b', 'a', 'c']],
  ['a', undefined, ['b', 'c', 'a']],
  ['b', 'b', ids],
])('%s is put before %s', (moved, before, result) => {
  expect(moveColumn(ids, moved, before)).toEqual(result)
})

test('a column goes one place further, and stays at the ends', () => {
  expect(shiftColumn(ids, 'a', 1)).toEqual(['b', 'a', 'c'])
  expect(shiftColumn(ids, 'a', -1)).toEqual(ids)
  expect(shiftColumn(ids, 'c', 1)).toEqual(ids)
})

test('widths are kept per column, within reason', () => {
  const widths = setWidth(setWidth([], 'params.lr', 140.4), 'min(metrics.a)', 9_999)
  expect(widths).toEqual(['params.lr~140', 'min(metrics.a)~900'])
  expect(parseWidths(widths).get('params.lr')).toBe(140)
  expect(setWidth(widths, 'params.lr', undefined)).toEqual(['min(metrics.a)~900'])
})

test('pinned columns stand first, one beside the other', () => {
  const columns = ['params.a', 'params.b', 'params.c'].map(columnOf)
  const placed = placeColumns(columns, { pinned: ['params.c', 'params.b'], widths: new Map([['params.b', 100]]), nameWidth: 250 })
  expect(placed.map(({ column, left }) => [column.id, left])).toEqual([
    ['params.b', 250],
    ['params.c', 350],
    ['params.a', undefined],
  ])
})
