import { expect, test } from 'vitest'
import { isSameQuery } from './same-query.ts'

test.each([
  ['a=1&b=2', 'b=2&a=1', true],
  ['cols=a,b', 'cols=a%2Cb', true],
  ['a=1&view=x', 'a=1', true],
  ['a=1', 'a=2', false],
  ['', 'a=1', false],
])('%s and %s', (a, b, isSame) => {
  expect(isSameQuery(a, b)).toBe(isSame)
})
