import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { jsonDumps, PythonSet, PythonTuple } from '../index.ts'
import { readPythonParameters } from './index.ts'

/** What DVC 3.67.1 reads from Python files. */
const recorded = JSON.parse(readFileSync(new URL('./fixtures/parameters.json', import.meta.url), 'utf8')) as {
  text: string
  value: string
}[]

test.each(recorded)('reads $text as DVC does', ({ text, value }) => {
  expect(jsonDumps(readPythonParameters(text, 'p.py'))).toBe(value)
})

test('keeps tuples and sets apart from lists', () => {
  const values = readPythonParameters('t = (1, 2)\ns = {1, 2}\n', 'p.py')
  expect(values.get('t')).toBeInstanceOf(PythonTuple)
  expect(values.get('s')).toEqual(new PythonSet([1n, 2n]))
})

test('leaves out what is no parameter: bytes, complex numbers, unnamed characters', () => {
  expect([...readPythonParameters("a = b'x'\nc = 2j\nd = '\\N{DASH}'\ne = 1\n", 'p.py').keys()]).toEqual(['e'])
})

test('says where a file is no Python', () => {
  expect(() => readPythonParameters('a = 1\nb = (\n', 'p.py')).toThrow("'p.py', Python file structure is corrupted: invalid syntax in line")
})

test('reads numbers that end in a point, and files with what only newer Pythons know', () => {
  const values = readPythonParameters('a = 1.\nb = [2., 3]\nwith (x as y, z as w):\n    pass\nc = 3\n', 'p.py')
  expect(jsonDumps(values)).toBe('{"a": 1.0, "b": [2.0, 3], "c": 3}')
})
