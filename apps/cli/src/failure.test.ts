import { RepriseError } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { describeFailure, exitCodeOf, UsageError } from './failure.ts'

const plain = { json: false, debug: false }

test('a failure is one line: what is wrong, and what to do', () => {
  const error = new RepriseError('RESOURCE_CONFLICT', 'Port 5000 is taken.', { hint: 'Choose another with --port.' })
  expect(describeFailure(error, plain)).toBe('reprise: Port 5000 is taken. Choose another with --port.\n')
  expect(describeFailure(new RepriseError('BAD_REQUEST', 'no full stop'), plain)).toBe('reprise: no full stop.\n')
})

test('a message that points into a text keeps its lines', () => {
  const error = new RepriseError('INVALID_PARAMETER_VALUE', 'Invalid clause\n  a <\n     ^', { hint: 'A value is missing here.' })
  expect(describeFailure(error, plain)).toBe('reprise: Invalid clause\n  a <\n     ^\n  A value is missing here.\n')
})

test('no message steers the terminal', () => {
  expect(describeFailure(new RepriseError('BAD_REQUEST', 'bad \u001b[2J name'), plain)).toBe('reprise: bad \ufffd[2J name.\n')
})

test('with --json it is one object with a code', () => {
  const error = new RepriseError('RESOURCE_DOES_NOT_EXIST', 'Gone.', { hint: 'Look elsewhere.' })
  expect(describeFailure(error, { json: true, debug: false })).toBe(
    '{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"Gone.","hint":"Look elsewhere."}\n',
  )
  expect(JSON.parse(describeFailure(new Error('oops'), { json: true, debug: false }))).toMatchObject({
    error_code: 'INTERNAL_ERROR',
    message: 'oops',
  })
})

test('the stack is for those who ask for it', () => {
  const error = new TypeError('x is undefined')
  expect(describeFailure(error, plain)).toBe('reprise: x is undefined. That is a mistake in Reprise; REPRISE_DEBUG=1 shows where.\n')
  expect(describeFailure(error, { json: false, debug: true })).toContain('failure.test.ts')
})

test('wrong usage has an exit code of its own', () => {
  expect([
    exitCodeOf(new UsageError('unknown', 'See')),
    exitCodeOf(new RepriseError('BAD_REQUEST', 'x')),
    exitCodeOf(new Error('x')),
  ]).toEqual([2, 1, 1])
})
