import { expect, test } from 'vitest'
import { createMatcher, readStillRequest } from './still-request.ts'

test.each([
  [['val/*'], 'val/loss', true],
  [['val/*'], 'train/val/loss', false],
  [['*loss'], 'val/loss', true],
  [['a*b*c'], 'a-b-b-c', true],
  [['a*b*c'], 'a-c-b', false],
  [['ab*ba'], 'aba', false],
  [['loss'], 'losses', false],
  [['x', 'loss'], 'loss', true],
  [[], 'anything', true],
  [['*'], '', true],
  [['a.c'], 'abc', false],
])('%j and %s', (patterns, name, isMeant) => expect(createMatcher(patterns)(name)).toBe(isMeant))

test('what makes no sense is refused in words', () => {
  expect(readStillRequest({ run_ids: ['a', 'b', 'a'], baseline: 'b' })).toEqual({ run_ids: ['a', 'b'], baseline: 'b', metrics: [] })
  expect(() => readStillRequest({})).toThrow("'run_ids'")
  expect(() => readStillRequest({ run_ids: Array.from({ length: 51 }, (_, at) => `${at}`) })).toThrow('at most 50 runs; these are 51')
  expect(() => readStillRequest({ run_ids: ['a'], baseline: 'b' })).toThrow('The baseline b is not one of the runs')
})
