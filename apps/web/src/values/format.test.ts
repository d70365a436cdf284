import { expect, test } from 'vitest'
import { formatNumber } from './format.ts'

test.each([
  [0, '0'],
  [-0.00123456789, '−0.00123457'],
  [19_362, '19,362'],
  [78_431.25, '78,431.3'],
  [-3_875.8, '−3,875.8'],
  [999.5, '999.5'],
  [1e-7, '1e−7'],
  [9_007_199_254_740_992, '9.007e+15'],
  [Number.NaN, 'NaN'],
  [-Infinity, '−∞'],
])('%s is written %s', (value, text) => {
  expect(formatNumber(value)).toBe(text)
})
