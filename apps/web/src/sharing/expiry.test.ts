import { expect, test } from 'vitest'
import { expiryTime, isExpired } from './expiry.ts'

test('a link ends after so many days, or never', () => {
  expect(expiryTime('7', 1_000)).toBe(604_801_000)
  expect(expiryTime('', 1_000)).toBeUndefined()
})

test('a link that ends now has ended', () => {
  expect([999, 1_000, 1_001n, undefined].map((time) => isExpired(time, 1_000))).toEqual([true, true, false, false])
})
