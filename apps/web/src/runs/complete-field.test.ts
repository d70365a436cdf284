import { expect, test } from 'vitest'
import { fieldAt, takeSuggestion } from './complete-field.ts'

test.each([
  ['metrics.lo', { entity: 'metric', part: 'lo', start: 8, end: 10 }],
  ["params.a = '1' AND tag.", { entity: 'tag', part: '', start: 23, end: 23 }],
  ['(metrics.`train/lo', { entity: 'metric', part: 'train/lo', start: 9, end: 18 }],
])('in %s a name is written', (text, field) => {
  expect(fieldAt(text, text.length)).toEqual(field)
})

test.each(["params.a = 'metrics.lo", 'attributes.st', 'metrics.loss < 1', '', 'lo'])('in %s no name is written', (text) => {
  expect(fieldAt(text, text.length)).toBeUndefined()
})

test('a name is put in the place of its part', () => {
  const text = "metrics.lo < 1 AND params.a = 'b'"
  const field = fieldAt(text, 10)
  expect(field).toBeDefined()
  if (field === undefined) return
  expect(takeSuggestion(text, field, 'loss')).toEqual({ text: "metrics.loss < 1 AND params.a = 'b'", caret: 13 })
  expect(takeSuggestion(text, field, 'train/loss').text).toBe("metrics.`train/loss` < 1 AND params.a = 'b'")
})
