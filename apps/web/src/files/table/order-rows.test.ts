import { expect, test } from 'vitest'
import { orderRows } from './order-rows.ts'

const order = (cells: (string | null)[], isDescending = false) => [...orderRows(cells.length, (row) => cells[row], isDescending)]

test('numbers are ordered as numbers, and what is empty comes last both ways', () => {
  expect(order(['10', '9', '', '-1e3', 'nan'])).toEqual([3, 1, 0, 2, 4])
  expect(order(['10', '9', null, '-1e3'], true)).toEqual([0, 1, 3, 2])
})

test('texts are ordered as texts, alike rows as they stood', () => {
  expect(order(['b', 'a', 'run-10', 'run-9', 'a'])).toEqual([1, 4, 0, 3, 2])
})
