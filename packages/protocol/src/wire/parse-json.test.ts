import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAnswer, parseWireJson } from './parse-json.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const parse = (text: string): unknown => parseWireJson(encode(text))

describe('parseWireJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        fc.pre(!/(?<![\d.])\d{16}/.test(text))
        expect(parse(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('keeps every digit of integers beyond 2^53, wherever they stand', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.string(), (integer, text) => {
        const long = /\d{16}/.test(integer.toString())
        expect(parse(`{"text":${JSON.stringify(text)},"step":${integer}}`)).toEqual({
          text,
          step: long ? integer.toString() : Number(integer),
        })
      }),
    )
  })

  it('leaves fractions and texts of many digits alone', () => {
    expect(parse('[0.1234567890123456789, 12345678901234567.5, "1234567890123456789"]')).toEqual([
      0.12345678901234568,
      12345678901234568,
      '1234567890123456789',
    ])
  })

  it('reads the literals that Python writes for odd doubles', () => {
    expect(parse('{"a": NaN, "b": [Infinity, -Infinity], "c": "NaN and Infinity"}')).toEqual({
      a: 'NaN',
      b: ['Infinity', '-Infinity'],
      c: 'NaN and Infinity',
    })
  })

  it('takes an empty body for an empty object, and says nothing of what is no JSON', () => {
    expect(parse('')).toEqual({})
    expect(parse('{"a":')).toBeUndefined()
    expect(parse('{"a": nan}')).toBeUndefined()
  })

  it('is not slowed down by a hostile run of digits', () => {
    const digits = '7'.repeat(2_000_000)
    expect(parse(`[${digits}]`)).toEqual([digits])
  })
})

describe('parseAnswer', () => {
  it('shows how an answer begins that is not JSON', () => {
    expect(() => parseAnswer(encode('<html>\n<b>Bad gateway</b>'))).toThrow('<html> <b>Bad gateway</b>')
  })
})
