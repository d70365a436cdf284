import { expect, test } from 'vitest'
import { printJson } from './json.ts'
import { printAge, printBytes, printCount, printDuration, printNumber } from './values.ts'

test.each([
  [0, '0'],
  [-0.5, '-0.5'],
  [1 / 3, '0.333333'],
  [123456.789, '123457'],
  [2.38577e-5, '2.38577e-5'],
  [1e-4, '0.0001'],
  [1e21, '1e+21'],
  [Number.NaN, 'NaN'],
  [2 ** 53, '9007199254740992'],
  [-123456789.5, '-123456789'],
  [99999.96, '100000'],
  [Infinity, 'Infinity'],
  [Number.MIN_VALUE, '5e-324'],
])('the number %d is %s', (value, text) => expect(printNumber(value)).toBe(text))

test.each([
  [0, '0ms'],
  [999.4, '999ms'],
  [999.6, '1.0s'],
  [12_340, '12.3s'],
  [59_960, '1m00s'],
  [245_000, '4m05s'],
  [3_599_999, '1h00m'],
  [11_520_000, '3h12m'],
  [-5, '0ms'],
])('%d ms are %s', (milliseconds, text) => expect(printDuration(milliseconds)).toBe(text))

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [999_960, '1.0 MB'],
  [20_000_000, '20.0 MB'],
  [345_678_901_234, '346 GB'],
  [5e15, '5000 TB'],
])('%d bytes are %s', (bytes, text) => expect(printBytes(bytes)).toBe(text))

test.each([
  [500, '0s'],
  [59_999, '59s'],
  [60_000, '1m'],
  [3_600_000, '1h'],
  [47 * 3_600_000, '47h'],
  [48 * 3_600_000, '2d'],
  [-10, '0s'],
])('%d ms ago is %s', (age, text) => expect(printAge(1_000_000_000_000 - age, 1_000_000_000_000)).toBe(text))

test('an unknown time has no age', () => expect([printAge(undefined, 1), printAge(0, 1)]).toEqual(['-', '-']))

test('counts in words', () =>
  expect([printCount(1, 'run'), printCount(0, 'run'), printCount(2, 'run')]).toEqual(['1 run', '0 runs', '2 runs']))

test('JSON keeps 64-bit numbers, and holds nothing that a terminal obeys', () => {
  const value = { big: 2n ** 62n, text: '\u001b[31m \u009b \u202e ü' }
  const text = printJson(value)
  expect(text).toBe('{"big":4611686018427387904,"text":"\\u001b[31m \\u009b \\u202e ü"}\n')
  expect(JSON.parse(text)).toMatchObject({ text: value.text })
})
