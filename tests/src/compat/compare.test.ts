import { describe, expect, test } from 'vitest'
import { compareRecordings } from './compare.ts'
import { corpus } from './corpus/index.ts'
import type { RecordedAnswer, Recording } from './differential.ts'
import { KEPT_RECORDING, readRecording } from './recordings/recording-file.ts'

const ok: RecordedAnswer = { request: 'GET /x', status: 200, type: 'application/json', body: { a: 1 } }
const refused: RecordedAnswer = { ...ok, status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE', message: 'no' } }

function recordingOf(answers: Record<string, RecordedAnswer>): Recording {
  return { server: 'test', scenarios: { s: answers } }
}

function compare(theirs: RecordedAnswer, ours: RecordedAnswer): string[] {
  return compareRecordings(recordingOf({ e: theirs }), recordingOf({ e: ours })).differences.map(
    ({ explanation }) => explanation ?? 'unexplained',
  )
}

describe('comparing two recordings', () => {
  test('finds nothing between equal answers', () => {
    expect(compare(ok, ok)).toEqual([])
  })

  test.each([
    ['status', { ...ok, status: 201 }],
    ['media type', { ...ok, type: 'text/plain' }],
    ['disposition', { ...ok, disposition: 'attachment' }],
    ['body', { ...ok, body: { a: 2 } }],
    ['a field more', { ...ok, body: { a: 1, b: 1 } }],
    ['a refusal', refused],
  ] satisfies [string, RecordedAnswer][])('does not overlook another %s', (_, ours) => {
    expect(compare(ok, ours)).toEqual(['unexplained'])
  })

  test('tells other words apart from another error', () => {
    const reworded = { ...refused, body: { error_code: 'INVALID_PARAMETER_VALUE', message: 'never' } }
    const comparison = compareRecordings(recordingOf({ e: refused }), recordingOf({ e: reworded }))
    expect(comparison.differences).toEqual([])
    expect(comparison.otherWords.map(({ name }) => name)).toEqual(['s > e'])
    expect(compare(refused, { ...refused, body: { error_code: 'BAD_REQUEST', message: 'no' } })).toEqual(['unexplained'])
  })

  test('explains a crash of theirs only by a refusal of ours', () => {
    const crashed: RecordedAnswer = { ...ok, status: 500, type: 'text/html', body: 'page: 500 Internal Server Error' }
    expect(compare(crashed, refused)).toEqual(['crash'])
    expect(compare(crashed, ok)).toEqual(['unexplained'])
    expect(compare(crashed, { ...crashed, type: 'text/plain' })).toEqual(['unexplained'])
  })

  test('asks for a new recording when a request is missing', () => {
    expect(() => compareRecordings(recordingOf({ e: ok, f: ok }), recordingOf({ e: ok }))).toThrow('record it again')
  })
})

test('the kept recording answers every request of the corpus, and no other', () => {
  const names = (scenarios: readonly (readonly [string, readonly string[]])[]) =>
    scenarios.map(([name, exchanges]) => `${name}: ${exchanges.join(' | ')}`)
  const recorded = Object.entries(readRecording(KEPT_RECORDING).scenarios).map(([name, answers]) => [name, Object.keys(answers)] as const)
  const asked = corpus.map(({ name, exchanges }) => [name, exchanges.map((exchange) => exchange.name)] as const)
  expect(names(recorded)).toEqual(names(asked))
})
