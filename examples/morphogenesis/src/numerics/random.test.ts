import { expect, it } from 'vitest'
import { createRandom } from './random.ts'

const draw = (count: number, next: () => number) => Array.from({ length: count }, next)
const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b) / numbers.length

it('repeats a stream for the same seed and purpose, and no other', () => {
  const first = draw(5, createRandom(7, 'data').uniform)
  expect(draw(5, createRandom(7, 'data').uniform)).toEqual(first)
  expect(draw(5, createRandom(8, 'data').uniform)).not.toEqual(first)
  expect(draw(5, createRandom(7, 'batches').uniform)).not.toEqual(first)
  // 7 + 2 ** 32 has the same low bits as 7.
  expect(draw(5, createRandom(7 + 2 ** 32, 'data').uniform)).not.toEqual(first)
})

it('gives the distributions that it promises', () => {
  const random = createRandom(0, 'test')
  const uniform = draw(20_000, random.uniform)
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...uniform)).toBeLessThan(1)
  expect(mean(uniform)).toBeCloseTo(0.5, 1)
  const normal = draw(20_000, random.normal)
  expect(mean(normal)).toBeCloseTo(0, 1)
  expect(mean(normal.map((x) => x * x))).toBeCloseTo(1, 1)
  expect(mean(normal.map((x) => (Math.abs(x) < 1 ? 1 : 0)))).toBeCloseTo(0.683, 1)
})

it('shuffles without losing an item', () => {
  const items = Uint32Array.from({ length: 100 }, (_, index) => index)
  createRandom(3, 'test').shuffle(items)
  expect([...items]).not.toEqual([...items].sort((a, b) => a - b))
  expect([...items].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index))
})
