import { expect, test } from 'vitest'
import { readRunView } from './view.ts'

test('what a tab of a run shows is read from the address, and what makes no sense is left out', () => {
  const other = 'a'.repeat(32)
  expect(readRunView({ path: 'a/b.txt', with: other, part: 'code', side: true })).toEqual({
    path: 'a/b.txt',
    with: other,
    part: 'code',
    side: true,
  })
  expect(readRunView({ path: 1, with: '../x', part: 'nothing', side: 'yes' })).toEqual({})
})
