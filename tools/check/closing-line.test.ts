import { expect, test } from 'vitest'
import { formatTotals, summariseFailures, summariseSkips } from './closing-line.ts'

test('names skips only when there are any', () => {
  expect(formatTotals({ passed: 2, failed: 0, skipped: 0 })).toBe('2 passed, 0 failed')
  expect(formatTotals({ passed: 2, failed: 1, skipped: 3 })).toBe('2 passed, 1 failed, 3 skipped')
})

test('names what skipped suites need, once for each file', () => {
  const skips = [
    { file: 'a.test.ts', test: 'over PostgreSQL [needs: PostgreSQL: no binaries] > one' },
    { file: 'a.test.ts', test: 'over PostgreSQL [needs: PostgreSQL: no binaries] > two' },
    { file: 'b.test.ts', test: 'three' },
  ]
  expect(summariseSkips(skips)).toEqual(['skipped: 2 in a.test.ts [needs: PostgreSQL: no binaries]', "skipped: 1 in b.test.ts 'three'"])
})

test('names what failed and what passed only when repeated', () => {
  const failures = [{ file: 'a.test.ts', test: 'one', message: 'expected 1 to be 2' }]
  expect(summariseFailures({ failures, repeated: [{ file: 'b.test.ts', test: 'two' }] })).toEqual([
    "failed: a.test.ts 'one': expected 1 to be 2",
    "passed only when repeated: b.test.ts 'two'",
  ])
})
