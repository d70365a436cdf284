import { expect, test } from 'vitest'
import { parseOverride } from '../params/parse-override.ts'
import { str } from '../../python/index.ts'
import { listPoints, type Point } from './index.ts'

const spell = (points: readonly Point[]): string[] => points.map((point) => point.map(({ value }) => str(value)).join(' '))
const overrides = (...texts: readonly string[]) => texts.map(parseOverride)

test('a grid is every combination, the last changing fastest', () => {
  expect(spell(listPoints({ kind: 'grid' }, overrides('a=1,2', 'b=x', 'c=range(2)')))).toEqual(['1 x 0', '1 x 1', '2 x 0', '2 x 1'])
  expect(spell(listPoints({ kind: 'grid' }, []))).toEqual([''])
})

test('a grid can be neither endless nor huge', () => {
  expect(() => listPoints({ kind: 'grid' }, overrides('a=interval(0,1)'))).toThrow('endlessly many')
  expect(() => listPoints({ kind: 'grid' }, overrides('a=range(1000)', 'b=range(1000)'))).toThrow('these are 1000000 points')
})

test('random points are the same for a seed, other for another, and none comes twice', () => {
  const draw = (seed: number, count: number, ...texts: readonly string[]) =>
    spell(listPoints({ kind: 'random', count, seed }, overrides(...texts)))
  const mixed = ['a=interval(1,3)', 'b=tag(log, interval(1e-6,1))', 'c=x,y']
  expect(draw(1, 20, ...mixed)).toEqual(draw(1, 20, ...mixed))
  expect(draw(1, 20, ...mixed)).not.toEqual(draw(2, 20, ...mixed))
  expect(draw(1, 100, 'a=1,2', 'b=1,2').toSorted()).toEqual(['1 1', '1 2', '2 1', '2 2'])
  expect(new Set(draw(3, 3, 'a=1,2', 'b=1,2')).size).toBe(3)
})

test('random points lie in their intervals, ends included, and as many below the middle as above it', () => {
  const draw = (text: string) =>
    listPoints({ kind: 'random', count: 2_000, seed: 7 }, overrides(text, 'x=interval(0.0,1)')).map(([first]) => first?.value)
  const whole = draw('a=interval(1,4)')
  expect(new Set(whole)).toEqual(new Set([1n, 2n, 3n, 4n]))
  const log = draw('a=tag(log, interval(1e-4,1.0))').map(Number)
  expect([Math.min(...log) >= 1e-4, Math.max(...log) <= 1, Math.abs(log.filter((value) => value < 1e-2).length - 1_000) < 150]).toEqual([
    true,
    true,
    true,
  ])
})
