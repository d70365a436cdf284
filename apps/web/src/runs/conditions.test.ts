import { parseRunFilter } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { addCondition, conditionsOf } from './conditions.ts'

test.each([
  ['params.lr', '0.1'],
  ['params.lr', ''],
  ['tags.top note', "it's"],
  ['metrics.train/loss', '1e-7'],
  ['min(metrics.loss)', '0.5'],
  ['metrics.loss', 'NaN'],
  ['attributes.status', 'FINISHED'],
  ['attributes.verdict', 'DIVERGED'],
])('%s of %s can be filtered by', (column, value) => {
  const conditions = conditionsOf(column, value)
  expect(conditions.length).toBeGreaterThan(0)
  for (const { filter } of conditions) expect(() => parseRunFilter(filter)).not.toThrow()
})

test('what runs are not searched by has no conditions', () => {
  expect(conditionsOf('inputs', 'digits')).toEqual([])
})

test('a condition holds for the whole filter before it', () => {
  expect(addCondition(undefined, 'a')).toBe('a')
  expect(addCondition("params.a = '1'", 'b')).toBe("params.a = '1' AND b")
  expect(addCondition("params.a = '1' OR params.b = '2'", 'c')).toBe("(params.a = '1' OR params.b = '2') AND c")
})
