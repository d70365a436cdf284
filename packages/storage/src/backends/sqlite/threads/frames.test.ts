import { expect, test } from 'vitest'
import { type AnswerFrame, packAnswers, unpackAnswers } from './frames.ts'

test('answers arrive as they were sent, and do not keep their frame alive', () => {
  const answers: AnswerFrame[] = [
    { id: 1, outcome: 'done', bytes: new Uint8Array(0) },
    { id: 2, outcome: 'answered', bytes: new TextEncoder().encode('{"x":1}') },
    { id: 3, outcome: 'failed', bytes: new TextEncoder().encode('{}') },
  ]
  const arrived = unpackAnswers(packAnswers(answers))
  expect(arrived).toEqual(answers)
  expect(arrived[1]?.bytes.buffer.byteLength).toBe(7)
})
