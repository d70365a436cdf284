import { describe, expect, it } from 'vitest'
import { operations } from '../operations/index.ts'
import { decodeMessage } from './decode.ts'
import { queryToJson } from './decode-query.ts'
import { enumeration, message, optional, repeated, required } from './field.ts'

const item = message('Item', { key: required('string', ''), at: optional('int64', '') })
const sample = message('Sample', {
  name: required('string', ''),
  step: optional('int64', ''),
  value: optional('double', ''),
  flag: optional('bool', ''),
  stage: optional(enumeration({ ONE: 1, TWO: 2 }), ''),
  items: repeated(item, ''),
})
const decode = (value: unknown): unknown => decodeMessage(sample, value)

describe('decodeMessage', () => {
  it('takes numbers for texts and texts for numbers, as protobuf does', () => {
    expect(decode({ name: 'n', step: '9007199254740993', value: '1e-3', flag: 'true', stage: 2 })).toEqual({
      name: 'n',
      step: 9007199254740993n,
      value: 0.001,
      flag: true,
      stage: 'TWO',
      items: [],
    })
  })

  it('reads the texts of odd doubles in any spelling', () => {
    for (const [text, value] of [
      ['NaN', Number.NaN],
      ['-Infinity', Number.NEGATIVE_INFINITY],
      ['inf', Number.POSITIVE_INFINITY],
    ] as const) {
      expect(decode({ name: 'n', value: text })).toMatchObject({ value })
    }
  })

  it('ignores unknown fields and unknown names of enums, and takes null for absent', () => {
    expect(decode({ name: 'n', stage: 'THREE', more: 1, step: null })).toEqual({ name: 'n', items: [] })
  })

  it.each([
    [{}, "Missing value for required parameter 'name'."],
    [{ name: '' }, "Missing value for required parameter 'name'."],
    [{ name: { a: 1 } }, 'Invalid value {"a":1} for parameter \'name\''],
    [{ name: 'n', step: 1.5 }, "Invalid value 1.5 for parameter 'step'"],
    [{ name: 'n', step: '9223372036854775808' }, "for parameter 'step'"],
    [{ name: 'n', value: 'abc' }, 'Invalid value "abc" for parameter \'value\' supplied:  Hint: Value was of type'],
    [{ name: 'n', items: {} }, "for parameter 'items'"],
    [{ name: 'n', items: [{ key: 'a' }, {}] }, "Missing value for required parameter 'items[1].key'."],
    [{ name: 'n', items: [null] }, "for parameter 'items[0]'"],
    [{ name: '\ud800' }, "for parameter 'name'"],
    [[], 'must be a JSON object, not list'],
    [null, 'must be a JSON object, not null'],
  ])('says where %j is wrong', (value, words) => {
    expect(() => decode(value)).toThrow(words)
  })

  it('is not fooled by names that every object has', () => {
    expect(() => decodeMessage(message('Odd', { constructor: required('string', '') }), {})).toThrow("'constructor'")
    expect(decode(JSON.parse('{"name":"n","__proto__":{"value":1}}'))).toEqual({ name: 'n', items: [] })
  })
})

describe('queryToJson', () => {
  it('makes arrays of repeated fields however they are spelled', () => {
    const { request } = operations.getMetricHistoryBulkInterval
    expect(queryToJson(request, new URLSearchParams('run_ids=a&metric_key=m&metric_key=n'))).toEqual({ run_ids: ['a'], metric_key: 'm' })
    expect(queryToJson(request, new URLSearchParams('run_ids[]=a&run_ids[]=b'))).toEqual({ run_ids: ['a', 'b'] })
  })
})
