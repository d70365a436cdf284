import { expect, test } from 'vitest'
import { jsonDumps, PythonDate, type Mapping, type Value } from '../python/index.ts'
import { compareParameters, missingParameters, readParameterFile, selectParameter, selectParameters } from './index.ts'

test('reads a file by its extension', () => {
  expect(jsonDumps(readParameterFile('a: 1e3\n', 'p.yml'))).toBe('{"a": 1000.0}')
  expect(jsonDumps(readParameterFile('{"a": NaN, "b": 12345678901234567890, "c": 1e400}', 'p.json'))).toBe(
    '{"a": NaN, "b": 12345678901234567890, "c": Infinity}',
  )
  expect(jsonDumps(readParameterFile('x = 1\n[a]\nb = 1.0\nc = [1, "s"]\n[[t]]\nd = inf\n', 'p.toml'))).toBe(
    '{"x": 1, "a": {"b": 1.0, "c": [1, "s"]}, "t": [{"d": Infinity}]}',
  )
  expect(jsonDumps(readParameterFile('A = 1\n', 'p.py'))).toBe('{"A": 1}')
  expect(jsonDumps(readParameterFile('', 'p.yaml'))).toBe('{}')
})

test('reads dates of TOML', () => {
  const value = readParameterFile('a = 2020-01-02\nb = 2020-01-02T03:04:05Z\n', 'p.toml') as Mapping
  expect(value.get('a')).toEqual(new PythonDate('date', '2020-01-02'))
  expect(value.get('b')).toEqual(new PythonDate('datetime', '2020-01-02 03:04:05+00:00'))
})

test.each([
  ['p.toml', 'a = \n', 'TOML file structure is corrupted'],
  ['p.json', '{', 'JSON file structure is corrupted: Expecting property name'],
  ['p.yaml', 'a: [', "YAML file structure is corrupted: expected the node content, but found '<stream end>', in line 1, column 5"],
  ['p.py', '(', 'Python file structure is corrupted'],
])('says what is wrong with %s', (file, text, message) => {
  expect(() => readParameterFile(text, file)).toThrow(`unable to read: '${file}', `)
  expect(() => readParameterFile(text, file)).toThrow(message)
})

test('selects by dotted keys, with numbers for items of lists', () => {
  const root = readParameterFile('t: {b: [5, {c: 6}], 1: x}\nn:\n', 'p.yaml')
  expect(selectParameter(root, 't.b.0')).toBe(5n)
  expect(selectParameter(root, 't.b.1.c')).toBe(6n)
  expect(selectParameter(root, 't.1')).toBe('x')
  expect(selectParameter(root, 'n')).toBe(null)
  expect(selectParameter(root, 't.b[0]')).toBeUndefined()
  expect(selectParameter(root, 't.b.7')).toBeUndefined()
  expect([...selectParameters(root, ['t.b.0', 'zz']).keys()]).toEqual(['t.b.0'])
  expect([...selectParameters(root, []).keys()]).toEqual(['t', 'n'])
  expect(missingParameters(['t.b.0', 'zz'], selectParameters(root, ['t.b.0', 'zz']))).toEqual(['zz'])
})

test('finds what changed, as Python compares', () => {
  const locked = new Map<string, Value>(Object.entries({ a: 1n, b: Number.NaN, c: [1n], gone: 'x', same: true }))
  const current = new Map<string, Value>(Object.entries({ a: 1.0, b: Number.NaN, c: [2n], same: 1n, fresh: null }))
  const states = (keys: string[]): string[] => compareParameters(keys, current, locked).map(({ key, state }) => `${key} ${state}`)
  expect(states(['same', 'gone', 'c', 'fresh', 'b', 'a'])).toEqual(['gone deleted', 'c modified', 'fresh new', 'b modified'])
  expect(states([])).toEqual(['b modified', 'c modified', 'fresh new', 'gone deleted'])
  expect(compareParameters(['c'], current, locked)).toEqual([{ key: 'c', state: 'modified', old: [1n], current: [2n] }])
})
