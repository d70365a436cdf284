import { expect, test } from 'vitest'
import { parseShare, parseTimeout, parseTolerance, readSecrets } from './parse-options.ts'

test.each([
  ['1e-5', { relative: 1e-5 }],
  ['relative=0.1', { relative: 0.1 }],
  ['absolute=1e-8', { absolute: 1e-8 }],
  ['ulps=4', { ulps: 4 }],
])('the tolerance %s', (text, tolerance) => expect(parseTolerance(text)).toEqual(tolerance))
test.each(['', '-1', 'much', 'bits=3', '1e'])('the tolerance %j is refused', (text) =>
  expect(() => parseTolerance(text)).toThrow('It is a bound'),
)

test.each([
  ['90', 90_000],
  ['90s', 90_000],
  ['10m', 600_000],
  ['1.5h', 5_400_000],
  ['50ms', 50],
])('the time %s', (text, time) => expect(parseTimeout(text)).toBe(time))
test.each(['', '0', '-1s', 'soon', '9999h'])('the time %j is refused', (text) => expect(() => parseTimeout(text)).toThrow('It is a time'))

test('a share is a number or a percentage', () => {
  expect([parseShare('0.02'), parseShare('2%')]).toEqual([0.02, 0.02])
  expect(() => parseShare('0')).toThrow('It is a share')
})

test('a secret may hold an equals sign, and is not repeated when it has no name', () => {
  expect(readSecrets(['KEY=a=b', 'OTHER='])).toEqual({ KEY: 'a=b', OTHER: '' })
  expect(() => readSecrets(['hunter2'])).toThrow('NAME=VALUE')
  expect(() => readSecrets(['hunter2'])).not.toThrow('hunter2')
})
