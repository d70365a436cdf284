import { expect, test } from 'vitest'
import { putIn, wordsFor, writingAt } from './complete-filter.ts'

test.each([
  ['', 'field', ''],
  ['met', 'field', 'met'],
  ["params.a = '1' AND ", 'field', ''],
  ['NOT (', 'field', ''],
  ['metrics.lo', 'name', 'lo'],
  ['min(metrics.`train/l', 'name', 'train/l'],
  ['metrics.loss ', 'operator', ''],
  ['min(metrics.loss) <', 'operator', '<'],
  ["params.a = '1' AND params.`a b` I", 'operator', 'I'],
  ['params.model = ', 'value', ''],
  ["params.model = 'm", 'value', 'm'],
  ["tags.`a b` LIKE '", 'value', ''],
  ["status IN ('FAILED', 'FI", 'value', 'FI'],
  ["attributes.verdict != '", 'value', ''],
  ["params.a = '1' ", 'join', ''],
  ["params.a = E'o\\'net' ", 'join', ''],
  ['metrics.loss < 0.3 A', 'join', 'A'],
  ['params.a IS NULL ', 'join', ''],
])('in %s a %s is written', (text, kind, part) => {
  expect(writingAt(text, text.length)).toMatchObject({ kind, part })
})

test.each(['metrics.loss < 0', 'metrics.loss = ', "metrics.a = 'params.b = "])('in %s nothing is offered', (text) => {
  expect(writingAt(text, text.length)).toBeUndefined()
})

test('a value replaces the whole text between quotes', () => {
  const text = "params.model = 'mlq' AND status = 'FAILED'"
  const writing = writingAt(text, 18)
  expect(writing).toMatchObject({ kind: 'value', of: { entity: 'param', key: 'model' }, part: 'ml' })
  if (writing === undefined) return
  expect(putIn(text, writing, "'mlp' ").text).toBe("params.model = 'mlp' AND status = 'FAILED'")
})

test('operators are those of the field', () => {
  const titlesAt = (text: string) => {
    const writing = writingAt(text, text.length)
    return writing === undefined ? [] : wordsFor(writing).map(({ title }) => title)
  }
  expect(titlesAt('metrics.loss ')).toContain('<')
  expect(titlesAt('params.lr ')).not.toContain('<')
  expect(titlesAt('params.lr L')).toEqual(['LIKE'])
})
