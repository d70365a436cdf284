import { expect, test } from 'vitest'
import { fits } from './fits.ts'

test('words fit in any order and case', () => {
  expect(fits('Theme: dark', 'DARK theme')).toBe(true)
  expect(fits('Theme: dark', 'light')).toBe(false)
  expect(fits('Theme: dark', '')).toBe(true)
})
