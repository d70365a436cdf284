import { describe, expect, it } from 'vitest'
import { assertStrict } from './assert-strict.ts'
import { enumeration, message, optional, repeated, required } from './field.ts'

const item = message('Item', { name: required('string', '', { most: 3 }), kind: optional(enumeration({ ONE: 1 }), '') })
const sample = message('Sample', {
  items: repeated(item, '', { most: 2 }),
  names: repeated('string', '', { most: 2 }),
  any: optional('json', ''),
})

describe('assertStrict', () => {
  it.each([
    {},
    { items: [{ name: 'abc', kind: 'ONE' }, {}], names: ['a', 'b'.repeat(1_000)], any: { __proto__: [1, 'é', null] } },
    { items: null, names: null, any: null },
    { items: 'left to decodeMessage', names: 7 },
    [],
    'text',
  ])('lets %j pass', (value) => {
    expect(() => assertStrict(sample, value)).not.toThrow()
  })

  it.each([
    [{ more: 1 }, "Unknown parameter 'more'."],
    [JSON.parse('{"__proto__":1}'), "Unknown parameter '__proto__'."],
    [{ ['x'.repeat(100)]: 1 }, `Unknown parameter '${'x'.repeat(60)}…'.`],
    [{ items: [{ name: 'a' }, { nam: 'b' }] }, "Unknown parameter 'items[1].nam'."],
    [{ items: [{}, {}, {}] }, "'items' has 3 items; it may have 2."],
    [{ names: ['a', 'b', 'c'] }, "'names' has 3 items; it may have 2."],
    [{ items: [{ name: 'abcd' }] }, "'items[0].name' has 4 characters; it may have 3."],
    [{ items: [{ kind: 'TWO' }] }, `Invalid value "TWO" for parameter 'items[0].kind'.`],
    [{ any: { deep: ['\udc00'] } }, "'any' has a text with half of a surrogate pair."],
    [{ any: JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)) }, "'any' is nested more than 32 levels deep."],
  ])('says where %# is too much', (value, message) => {
    expect(() => assertStrict(sample, value)).toThrow(message)
  })
})
