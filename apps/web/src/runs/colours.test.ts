import { expect, test } from 'vitest'
import { assignColours } from './colours.ts'

const ids = Array.from({ length: 25 }, (_, index) => index.toString(16).padStart(32, '0'))

test('ten runs together have ten colours', () => {
  expect(new Set(assignColours(ids.slice(0, 10)).values()).size).toBe(10)
})

test('the first run keeps its colour whoever stands beside it', () => {
  const alone = assignColours([ids[3] ?? '']).get(ids[3] ?? '')
  expect(assignColours([ids[3] ?? '', ...ids]).get(ids[3] ?? '')).toBe(alone)
})

test('more runs than colours all have one', () => {
  expect(assignColours(ids).size).toBe(25)
})
