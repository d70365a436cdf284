import { expect, test } from 'vitest'
import { parsePair } from '../../help/index.ts'
import { parseMetric, parseStatus } from './log-options.ts'

test.each([
  ['loss=0.25', { key: 'loss', value: 0.25, step: 0 }],
  ['loss=0.25@10', { key: 'loss', value: 0.25, step: 10 }],
  ['loss=-1e-3@-2', { key: 'loss', value: -0.001, step: -2 }],
  ['a/b c=1@9007199254740991', { key: 'a/b c', value: 1, step: 9007199254740991 }],
  ['loss=NaN', { key: 'loss', value: Number.NaN, step: 0 }],
  ['loss=-inf@3', { key: 'loss', value: -Infinity, step: 3 }],
])('%s is a point', (text, point) => expect(parseMetric(text)).toEqual(point))

test.each(['loss', '=1', 'loss=', 'loss=x', 'loss=1@', 'loss=1@x', 'loss=1@1.5', 'loss=1@9007199254740993', 'loss= @1'])(
  '%j is none',
  (text) => {
    expect(() => parseMetric(text)).toThrow()
  },
)

test('the value of a param is everything after the first equals sign', () => {
  expect(parsePair('query=a=b=c')).toEqual({ key: 'query', value: 'a=b=c' })
  expect(parsePair('empty=')).toEqual({ key: 'empty', value: '' })
})

test('a status may be written small', () => {
  expect(parseStatus('finished')).toBe('FINISHED')
  expect(() => parseStatus('done')).toThrow('It is one of RUNNING, SCHEDULED, FINISHED, FAILED, KILLED.')
})
