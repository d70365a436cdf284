import { expect, test } from 'vitest'
import { formatTotals } from './closing-line.ts'

test('names skips only when there are any', () => {
  expect(formatTotals({ passed: 2, failed: 0, skipped: 0 })).toBe('2 passed, 0 failed')
  expect(formatTotals({ passed: 2, failed: 1, skipped: 3 })).toBe('2 passed, 1 failed, 3 skipped')
})
