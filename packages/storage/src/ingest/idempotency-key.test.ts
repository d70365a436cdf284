import { expect, test } from 'vitest'
import { parseIdempotencyKey } from './idempotency-key.ts'

test('is a writer and a number, parted by the last colon', () => {
  expect(parseIdempotencyKey('w:1')).toEqual({ writer: 'w', sequence: 1 })
  expect(parseIdempotencyKey('0a.b_c-d:e:0012')).toEqual({ writer: '0a.b_c-d:e', sequence: 12 })
})

test.each(['', 'w', ':1', 'w:', 'w:x', 'w:-1', 'w 1:2', 'w:1 ', `${'w'.repeat(201)}:1`, 'w:9999999999999999'])('refuses %j', (text) => {
  expect(() => parseIdempotencyKey(text)).toThrow(
    expect.objectContaining({ code: 'INVALID_PARAMETER_VALUE', hint: expect.stringContaining('<writer>:<sequence>') }),
  )
})
