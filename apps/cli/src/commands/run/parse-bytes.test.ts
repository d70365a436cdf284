import { expect, test } from 'vitest'
import { parseBytes } from './parse-bytes.ts'

test.each([
  ['0', 0],
  ['1000', 1_000],
  ['64MiB', 67_108_864],
  ['64m', 67_108_864],
  ['500 kB', 500_000],
  ['1.5g', 1_610_612_736],
])('%s', (text, bytes) => expect(parseBytes(text)).toBe(bytes))

test.each(['', 'x', '-1', '10 apples', '1e3', 'MiB'])('%j is no size', (text) => expect(() => parseBytes(text)).toThrow('It is a size'))
