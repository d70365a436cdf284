import { expect, test } from 'vitest'
import { parseAge } from './parse-age.ts'

test.each([
  ['0s', 0],
  ['15m', 900_000],
  ['12h', 43_200_000],
  ['30d', 2_592_000_000],
  ['2w', 1_209_600_000],
  [' 1 d ', 86_400_000],
])('%s', (text, age) => expect(parseAge(text)).toBe(age))

test.each(['', '30', 'd', '-1d', '1.5h', '1y', '9'.repeat(20) + 'd'])('%j is no age', (text) => {
  expect(() => parseAge(text)).toThrow('An age is written 30d, 12h, 15m or 0s.')
})
