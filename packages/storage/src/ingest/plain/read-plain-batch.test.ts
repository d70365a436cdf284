import { limits, parseWireJson } from '@reprise/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { int64At } from '../../series/index.ts'
import type { NamedPoints } from '../batch.ts'
import { decodeIngest } from '../decode.ts'
import { readPlainBatch } from './read-plain-batch.ts'

const RUN = 'a'.repeat(32)
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

function listPoints({ names, places, steps, timestamps, values }: NamedPoints): unknown[] {
  return Array.from(places, (place, index) => [names[place], int64At(steps, index), int64At(timestamps, index), values[index]])
}

/** What the general decoder makes of a body: what it asks for, or why it is refused. */
function decodeGenerally(body: Uint8Array): unknown {
  try {
    const { runUuid, points, params, tags } = decodeIngest.logBatch(parseWireJson(body))
    return { runUuid, points: listPoints(points), others: params.length + tags.size }
  } catch (error) {
    return error
  }
}

function readPlainly(text: string): { readonly runUuid: string; readonly points: unknown[]; readonly others: number } | undefined {
  const plain = readPlainBatch(encode(text))
  return plain === undefined ? undefined : { runUuid: plain.runUuid, points: listPoints(plain.points), others: 0 }
}

const points = (...texts: string[]): string => `{"run_id":"${RUN}","metrics":[${texts.join(',')}]}`

describe('whatever is read is what the general decoder reads', () => {
  const space = fc.constantFrom('', '', '', ' ', '\n', '\t \r\n')
  const odd = fc.constantFrom(
    '1e5',
    '-1e-7',
    '0.0',
    '-0.0',
    '-0',
    '1E+300',
    '1e-330',
    '1e999',
    '00',
    '01',
    '.5',
    '1.',
    '--1',
    '+1',
    '1e',
    'NaN',
  )
  const long = fc.constantFrom('9007199254740993', '-9223372036854775808', '9223372036854775808', '123456789012345', '1234567890123456')
  const other = fc.constantFrom('Infinity', '"NaN"', '"2.5"', '"7"', 'null', 'true', '{}', '[1]', '""', '1 2')
  const digits = fc.stringMatching(/^-?[0-9]{1,3}\.[0-9]{1,24}(e-?[0-9]{1,2})?$/)
  const double = fc.oneof(
    { weight: 80, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
    { weight: 40, arbitrary: digits },
    odd,
    long,
    other,
  )
  const integer = fc.oneof(
    { weight: 4, arbitrary: fc.integer().map(String) },
    { weight: 120, arbitrary: fc.nat().map(String) },
    odd,
    long,
    other,
  )
  const plainName = fc.constantFrom('loss', 'm', 'lr', 'acc', 'a/b', 'val loss', 'layer.12.weight', 'x'.repeat(250))
  const oddName = fc.constantFrom('b$d', '../up', '', 'x'.repeat(251), 'größe', '\u{1F600}', 'a"b', 'a\\b', 'a\nb', 'a//b')
  const name = fc.oneof({ weight: 80, arbitrary: plainName }, oddName, fc.string())
  // Escapes that mean the same name, and bytes that mean none.
  const quoted = fc.oneof(
    { weight: 60, arbitrary: name.map((text) => JSON.stringify(text)) },
    name.map((text) => `"${text}"`),
    fc.constantFrom('"l\\u006fss"', '7', 'null'),
  )
  const field = (key: string, value: fc.Arbitrary<string>): fc.Arbitrary<readonly [string, string]> => fc.tuple(fc.constant(key), value)
  const known = fc.tuple(field('key', quoted), field('value', double), field('timestamp', integer), field('step', integer))
  const extra = fc.oneof(field('step', integer), field('key', quoted), field('model_id', fc.constant('"m"')), field('KEY', double))
  const pointFields = fc.oneof(
    { weight: 40, arbitrary: known },
    { weight: 2, arbitrary: known.chain((all) => fc.shuffledSubarray(all, { minLength: 2 })) },
    fc.tuple(known, extra).map(([all, one]) => [...all, one]),
  )
  const object = (fields: fc.Arbitrary<readonly (readonly [string, string])[]>): fc.Arbitrary<string> =>
    fc
      .tuple(fields, fc.array(space, { minLength: 4, maxLength: 4 }))
      .map(([all, [a = '', b = '', c = '', d = '']]) => `{${all.map(([key, value]) => `${a}"${key}"${b}:${c}${value}${d}`).join(',')}}`)
  const list = (items: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(fc.array(items, { maxLength: 4 }), space).map(([texts, between]) => `[${between}${texts.join(`,${between}`)}${between}]`)
  const metrics = fc.oneof({ weight: 40, arbitrary: list(object(pointFields)) }, fc.constantFrom('[]', '{}', 'null', '[1]', '[{}]', '"x"'))
  const runId = fc.oneof(
    { weight: 40, arbitrary: fc.constant(`"${RUN}"`) },
    fc.constantFrom('""', '7', 'null', '"\\u0061"', `"${'b'.repeat(90)}"`),
  )
  const top = fc.oneof(
    { weight: 20, arbitrary: fc.tuple(field('run_id', runId), field('metrics', metrics)) },
    fc.tuple(
      field('run_id', runId),
      field('metrics', metrics),
      field('params', fc.constantFrom('[]', '[ ]', 'null', '[{"key":"p"}]')),
      field('tags', fc.constantFrom('[]', '{}', '[{"key":"t","value":"1"}]')),
    ),
    fc.tuple(field('run_uuid', runId), field('metrics', metrics)),
    fc.tuple(field('metrics', metrics), field('run_id', runId), field('metrics', metrics)),
    fc.tuple(field('run_id', runId), field('run_id', runId), field('metrics', metrics)),
  )
  const body = fc
    .tuple(space, object(top), fc.constantFrom(...Array.from({ length: 20 }, () => ''), ' ', '\n', ',', '}', '0', '\u0000', ' {}'))
    .map((parts) => parts.join(''))

  test('in 10,000 bodies of all kinds, of which many are plain', () => {
    let plainOnes = 0
    fc.assert(
      fc.property(body, (text) => {
        const plain = readPlainly(text)
        if (plain === undefined) return
        plainOnes += 1
        expect(plain).toEqual(decodeGenerally(encode(text)))
      }),
      { numRuns: 10_000 },
    )
    expect(plainOnes).toBeGreaterThan(1_000)
  })

  test('in plain bodies that were cut, or changed in one byte', () => {
    const plain = points(
      '{"key":"loss","value":0.12345678901234567,"timestamp":1700000000000,"step":12}',
      '{"key":"m","value":-3e-7,"timestamp":5}',
    )
    fc.assert(
      fc.property(fc.nat(plain.length), fc.oneof(fc.constant(''), fc.constantFrom(...'{}[]",:\\ 0-+.eE\u0000a')), (at, character) => {
        const text = plain.slice(0, at) + (character === '' ? '' : character + plain.slice(at + 1))
        const read = readPlainly(text)
        if (read !== undefined) expect(read).toEqual(decodeGenerally(encode(text)))
      }),
      { numRuns: 10_000 },
    )
  })
})

describe('numbers', () => {
  const valueOf = (text: string): unknown =>
    (readPlainly(points(`{"key":"m","value":${text},"timestamp":1}`))?.points[0] as unknown[] | undefined)?.[3]

  test('are the nearest double, however many digits they have', () => {
    const digits = fc.stringMatching(/^[0-9]{1,24}$/)
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((double) => double.toExponential()),
      fc.double({ min: 0, max: 1, noNaN: true }).map(String),
      fc.tuple(fc.nat(999_999), digits, fc.integer({ min: -40, max: 40 })).map(([whole, rest, exponent]) => `${whole}.${rest}e${exponent}`),
      digits.map((rest) => `-0.${rest}`),
    )
    fc.assert(
      fc.property(number, (text) => {
        expect(valueOf(text)).toBe(Number(text))
      }),
      { numRuns: 10_000 },
    )
  })

  test('that lie as good as in the middle of two doubles are rounded as they should', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 52n, max: 2n ** 53n - 1n }), fc.integer({ min: 15, max: 30 }), (mantissa, length) => {
        // Half way between m / 2^53 and (m + 1) / 2^53, cut off after so many digits.
        const middle = ((2n * mantissa + 1n) * 10n ** 60n) / 2n ** 54n
        const text = `0.${middle.toString().padStart(60, '0').slice(0, length)}`
        expect(valueOf(text)).toBe(Number(text))
      }),
      { numRuns: 10_000 },
    )
  })

  test('that only the general decoder takes as it does are left to it', () => {
    for (const text of ['NaN', '"NaN"', '1234567890123456', '1e0000000000000001', '01', '1.', '-', ''])
      expect(valueOf(text)).toBeUndefined()
  })
})

describe('batches as clients write them are read', () => {
  const point = '{"key": "m", "value": 1.5, "timestamp": 1700000000000, "step": 3}'

  test('with the spaces of Python, with empty lists of the rest, and with fields in any order', () => {
    const read = { runUuid: RUN, points: [['m', 3, 1700000000000, 1.5]], others: 0 }
    expect(readPlainly(`{"run_id": "${RUN}", "metrics": [${point}], "params": [], "tags": []}`)).toEqual(read)
    expect(readPlainly(`{"metrics":[{"step":3,"timestamp":1700000000000,"value":1.5,"key":"m"}],"run_id":"${RUN}"}`)).toEqual(read)
  })

  test('up to the most points that a batch may have', () => {
    const many = (count: number): string => points(...Array.from({ length: count }, () => point))
    expect(readPlainly(many(limits.metricsPerBatch))?.points.length).toBe(limits.metricsPerBatch)
    expect(readPlainly(many(limits.metricsPerBatch + 1))).toBeUndefined()
  })

  test('with more names than are remembered', () => {
    const name = (index: number): string => `name ${index}`
    for (let batch = 0; batch < 60; batch++) {
      const texts = Array.from({ length: 1_000 }, (_, index) => `{"key":"${name(batch * 1_000 + index)}","value":1,"timestamp":1}`)
      const read = readPlainly(points(...texts))
      expect([read?.points.length, read?.points[7]]).toEqual([1_000, [name(batch * 1_000 + 7), 0, 1, 1]])
    }
  })
})
