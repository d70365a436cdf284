import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  compareCodePoints,
  equals,
  findKey,
  formatFloat,
  jsonDumps,
  jsonLoads,
  PythonDate,
  PythonTuple,
  repr,
  str,
  type Value,
} from './index.ts'

/** Recorded answers of CPython 3.11. */
function recorded(name: string): Record<string, string>[] {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as Record<string, string>[]
}

test.each(recorded('floats'))('prints the float $repr as Python does', ({ bits, repr: expected, json }) => {
  const value = new DataView(BigUint64Array.of(BigInt(`0x${bits}`)).buffer).getFloat64(0, true)
  expect(formatFloat(value)).toBe(expected)
  expect(jsonDumps(value)).toBe(json)
})

test.each(recorded('hashes'))('serialises $canonical as Python does, so that its digest is the same', ({ json, canonical, sha256 }) => {
  const text = jsonDumps(jsonLoads(json!, 'a.json'), { sortKeys: true })
  expect(text).toBe(canonical)
  expect(createHash('sha256').update(text).digest('hex')).toBe(sha256)
})

test.each(recorded('reprs'))('shows $json as $repr', ({ json, repr: shown, str: printed }) => {
  const value = jsonLoads(json!, 'a.json')
  expect(repr(value)).toBe(shown)
  expect(str(value)).toBe(printed)
})

test('shows tuples and dates as Python does', () => {
  expect(repr(PythonTuple.of(1n))).toBe('(1,)')
  expect(repr(PythonTuple.of<Value>(1n, 'a'))).toBe("(1, 'a')")
  expect(repr(new PythonDate('date', '2020-01-02'))).toBe('datetime.date(2020, 1, 2)')
  expect(str(new PythonDate('date', '2020-01-02'))).toBe('2020-01-02')
})

test('orders by code point, not by UTF-16 unit', () => {
  expect(['\u{1f600}', '～', 'b', 'a b', 'Z', 'a'].sort(compareCodePoints)).toEqual(['Z', 'a', 'a b', 'b', '～', '\u{1f600}'])
})

test('compares as Python does', () => {
  expect(equals(1n, 1)).toBe(true)
  expect(equals(true, 1)).toBe(true)
  expect(equals(2n ** 53n + 1n, 2 ** 53)).toBe(false)
  expect(equals(Number.NaN, Number.NaN)).toBe(false)
  expect(equals('1', 1n)).toBe(false)
  expect(equals([1n, new Map([['a', 1]])], PythonTuple.of<Value>(1, new Map([['a', 1n]])))).toBe(true)
  expect(equals(new Map([['a', 1n]]), new Map([['b', 1n]]))).toBe(false)
  expect(findKey(new Map([[1n, 'x']]), true)).toBe(1n)
})

test('indents like json.dumps', () => {
  expect(jsonDumps(new Map([['a', [1n, []]]]), { indent: 2 })).toBe('{\n  "a": [\n    1,\n    []\n  ]\n}')
})

test('refuses dates, and keys that cannot be sorted together', () => {
  expect(() => jsonDumps([new PythonDate('date', '2020-01-02')])).toThrow('Object of type date is not JSON serializable')
  expect(() =>
    jsonDumps(
      new Map<bigint | string, bigint>([
        [1n, 1n],
        ['a', 1n],
      ]),
      { sortKeys: true },
    ),
  ).toThrow(/'<' not supported/)
})

test.each([
  ['{"a": 1,}', 'Expecting property name enclosed in double quotes: line 1 column 9 (char 8)'],
  ['[1 2]', "Expecting ',' delimiter: line 1 column 4 (char 3)"],
  ['{"a"\n 1}', "Expecting ':' delimiter: line 2 column 2 (char 6)"],
  ['"abc', 'Unterminated string starting at: line 1 column 1 (char 0)'],
  ['01', 'Extra data: line 1 column 2 (char 1)'],
  ['', 'Expecting value: line 1 column 1 (char 0)'],
  ['"\u0001"', 'Invalid control character at: line 1 column 2 (char 1)'],
])('says where %j is no JSON', (text, message) => {
  expect(() => jsonLoads(text, 'p.json')).toThrow(`'p.json', JSON file structure is corrupted: ${message}`)
})

test('refuses a document that is nested without end', () => {
  expect(() => jsonLoads('['.repeat(100_000), 'p.json')).toThrow('nested too deeply')
})
