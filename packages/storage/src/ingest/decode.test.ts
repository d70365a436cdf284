import { parseWireJson } from '@reprise/protocol'
import { describe, expect, test } from 'vitest'
import { int64At } from '../series/index.ts'
import type { IngestBatch } from './batch.ts'
import { decodeIngest } from './decode.ts'

const RUN = 'a'.repeat(32)
const decodeBatch = (fields: object): IngestBatch =>
  decodeIngest.logBatch(parseWireJson(new TextEncoder().encode(JSON.stringify({ run_id: RUN, ...fields }))))
const decodeText = (text: string): IngestBatch => decodeIngest.logBatch(parseWireJson(new TextEncoder().encode(text)))
const metric = (key: string, fields: object = {}) => ({ key, value: 1, timestamp: 2, step: 3, ...fields })

function pointsOf({ points }: IngestBatch) {
  return Array.from(points.places, (place, index) => ({
    key: points.names[place],
    step: int64At(points.steps, index),
    timestamp: int64At(points.timestamps, index),
    value: points.values[index],
  }))
}

describe('points', () => {
  test('arrive in order, whether their names are new or known', () => {
    for (let time = 0; time < 2; time++) {
      expect(pointsOf(decodeBatch({ metrics: [metric('fresh a'), metric('fresh b', { step: -4, value: 0.25 })] }))).toEqual([
        { key: 'fresh a', step: 3, timestamp: 2, value: 1 },
        { key: 'fresh b', step: -4, timestamp: 2, value: 0.25 },
      ])
    }
  })

  test('may have numbers as text, and no step', () => {
    expect(pointsOf(decodeBatch({ metrics: [{ key: 'm', value: '2.5', timestamp: '7' }] }))).toEqual([
      { key: 'm', step: 0, timestamp: 7, value: 2.5 },
    ])
  })

  test('are exact beyond 2^53, and beside others', () => {
    const text = `{"run_id":"${RUN}","metrics":[{"key":"m","value":1,"timestamp":9007199254740993,"step":-9223372036854775808},{"key":"m","value":2,"timestamp":1,"step":1}]}`
    expect(pointsOf(decodeText(text))).toEqual([
      { key: 'm', step: -(2n ** 63n), timestamp: 9007199254740993n, value: 1 },
      { key: 'm', step: 1, timestamp: 1, value: 2 },
    ])
  })

  test('may be NaN and infinite, as text or as the literals of Python', () => {
    const text = `{"run_id":"${RUN}","metrics":[{"key":"m","value":NaN,"timestamp":1},{"key":"m","value":-Infinity,"timestamp":1},{"key":"m","value":"Infinity","timestamp":1}]}`
    expect(decodeText(text).points.values).toEqual(Float64Array.of(Number.NaN, -Infinity, Infinity))
  })
})

describe('requests that are refused, in the words of MLflow', () => {
  const docs = 'See the API docs for more information about request parameters.'
  const badCharacter =
    'Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).'
  const badPath = 'Names may be treated as files in certain cases, and must not resolve to other names when treated as such.'

  test.each([
    [{ metrics: [metric('m'), { key: 'm', timestamp: 1 }] }, `Missing value for required parameter 'metrics[1].value'. ${docs}`],
    [{ metrics: [{ key: 'm', value: 1 }] }, `Missing value for required parameter 'metrics[0].timestamp'. ${docs}`],
    [{ metrics: [{ value: 1, timestamp: 1 }] }, `Missing value for required parameter 'metrics[0].key'. ${docs}`],
    [{ metrics: [metric('m'), metric('b$d')] }, `Invalid value "b$d" for parameter 'metrics[1].name' supplied: ${badCharacter}`],
    [
      { params: [{ key: 'ключ$' }] },
      `Invalid value "\\u043a\\u043b\\u044e\\u0447$" for parameter 'params[0].key' supplied: ${badCharacter}`,
    ],
    [
      { tags: [{ key: '../up' }] },
      `Invalid value "../up" for parameter 'tags[0].key' supplied: ${badPath} This name would resolve to '../up'`,
    ],
    [{ tags: [{ key: 'a//b' }] }, `Invalid value "a//b" for parameter 'tags[0].key' supplied: ${badPath} This name would resolve to 'a/b'`],
    [
      { tags: [{ key: '/abs' }] },
      `Invalid value "/abs" for parameter 'tags[0].key' supplied: ${badPath} This name would resolve to '/abs'`,
    ],
    [{ tags: [{ key: '.' }] }, `Invalid value "." for parameter 'tags[0].key' supplied: ${badPath} This name would resolve to '.'`],
    [{ metrics: [metric('k'.repeat(251))] }, "'Metric name' exceeds the maximum length of 250 characters"],
    [{ params: [{ key: 'k'.repeat(251) }] }, "'Param key' exceeds the maximum length of 250 characters"],
    [
      { metrics: [metric('m', { timestamp: -1 })] },
      `Invalid value -1 for parameter 'metrics[0].timestamp' supplied: metric 'm' (value=1.0). Timestamp must be a nonnegative long (64-bit integer) `,
    ],
    [
      { params: [{ key: 'pa' }, { key: "it's" }, { key: 'pa', value: '2' }] },
      `Invalid value "it's" for parameter 'params[1].key' supplied: ${badCharacter}`,
    ],
    [
      { params: [{ key: 'pa' }, { key: 'pa', value: '2' }] },
      "Duplicate parameter keys have been submitted: ['pa']. Please ensure the request contains only one param value per param key.",
    ],
    [
      { metrics: Array.from({ length: 1001 }, () => metric('m')) },
      'A batch logging request can contain at most 1000 metrics. Got 1001 metrics. Please split up metrics across multiple requests and try again.',
    ],
    [
      { metrics: Array.from({ length: 950 }, () => metric('m')), tags: Array.from({ length: 51 }, (_, index) => ({ key: `t${index}` })) },
      'A batch logging request can contain at most 1000 metrics, params, and tags. Got 1001 metrics, params, and tags. ' +
        'Please split up metrics, params, and tags across multiple requests and try again.',
    ],
    [{ run_id: undefined }, `Missing value for required parameter 'run_id'. ${docs}`],
  ])('%j', (fields, message) => {
    expect(() => decodeBatch(fields)).toThrow(expect.objectContaining({ code: 'INVALID_PARAMETER_VALUE', message }))
  })
})

describe('params and tags', () => {
  test('are empty when they have no value, and the last tag of a name wins', () => {
    const batch = decodeBatch({
      params: [{ key: 'p' }],
      tags: [
        { key: 't', value: '1' },
        { key: 't', value: '2' },
      ],
    })
    expect(batch.params).toEqual([{ key: 'p', value: '' }])
    expect([...batch.tags]).toEqual([['t', '2']])
  })

  test('are cut after whole characters', () => {
    const [param] = decodeBatch({ params: [{ key: 'p', value: '\u{1F600}'.repeat(6_001) }] }).params
    expect(param?.value).toBe('\u{1F600}'.repeat(6_000))
  })
})

test('older clients name the run by run_uuid', () => {
  expect(decodeIngest.logBatch({ run_uuid: RUN }).runUuid).toBe(RUN)
  expect(decodeIngest.setTag({ run_uuid: RUN, key: 'k' })).toMatchObject({ runUuid: RUN, kind: 'one' })
})

test('one metric, param or tag is named without a place', () => {
  expect(() => decodeIngest.logMetric({ run_id: RUN, key: 'm$', value: 1, timestamp: 1 })).toThrow("for parameter 'name' supplied")
  expect(() => decodeIngest.logParam({ run_id: RUN, key: 'm$' })).toThrow("for parameter 'key' supplied")
  expect(() => decodeIngest.setTag({ run_id: RUN, key: 'k'.repeat(251) })).toThrow("'key' exceeds the maximum length of 250 characters")
})
