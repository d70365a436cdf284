import { expect, test } from 'vitest'
import { type AnswerFrame, type CallFrame, packAnswers, packCalls, unpackAnswers, unpackCalls } from './frames.ts'

test('calls arrive as they were sent, also those whose bodies share a buffer', () => {
  const pool = Buffer.from('{"a":1}{"b":2}')
  const calls: CallFrame[] = [
    { id: 1, name: 'logMetric', idempotencyKey: undefined, request: pool.subarray(0, 7) },
    { id: 2 ** 32 - 1, name: 'searchRuns', idempotencyKey: 'writer:9', request: pool.subarray(7) },
    { id: 3, name: 'createRun', idempotencyKey: undefined, request: new Uint8Array(0) },
  ]
  const arrived = unpackCalls(packCalls(calls)).map((call) => ({ ...call, request: Buffer.from(call.request).toString() }))
  expect(arrived).toEqual(calls.map((call) => ({ ...call, request: Buffer.from(call.request).toString() })))
})

test('a frame of calls has memory of its own, which can be handed over', () => {
  const frame = packCalls([{ id: 1, name: 'logMetric', idempotencyKey: undefined, request: Buffer.from('x') }])
  expect(frame.buffer.byteLength).toBe(frame.byteLength)
})

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
