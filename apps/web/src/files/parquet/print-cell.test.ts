import { expect, test } from 'vitest'
import { printCell } from './print-cell.ts'

test.each([
  [null, null],
  [12345678901234567890n, '12345678901234567890'],
  [new Date('2024-01-02'), '2024-01-02'],
  [new Date('2024-01-02T03:04:05.678Z'), '2024-01-02T03:04:05.678'],
  [new Date(Number.NaN), 'no date'],
  [{ a: 1n, b: [9007199254740993n], at: new Date('2024-01-02') }, '{"a":1,"b":["9007199254740993"],"at":"2024-01-02T00:00:00.000Z"}'],
  [Uint8Array.of(1, 255), '0x01ff'],
  [new TextEncoder().encode('größe'), 'größe'],
  [Number.NaN, 'NaN'],
  [false, 'false'],
])('a value is printed as people read it (%#)', (value, text) => {
  expect(printCell(value)).toBe(text)
})

test('what is long is cut', () => {
  expect(printCell('x'.repeat(5_000))?.length).toBe(2_001)
  expect(printCell(Array.from({ length: 100_000 }, (_, at) => at))?.length).toBeLessThan(2_002)
})
