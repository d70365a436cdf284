import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { jsonLoads, PythonDate, type Mapping, type Value } from '../python/index.ts'
import { dumpYaml, editYaml, loadYaml, YamlDocument } from './index.ts'

/** What ruamel.yaml 0.19 answered. `fixtures/generate.py` makes more of `documents`. */
interface Recorded {
  readonly in: string
  /** Read safely and written. */
  readonly dump?: string
  readonly out?: string
  /** Read for an edit and written. */
  readonly kept?: string
  /** The value to edit it to, and what was written then. */
  readonly to?: string
  readonly edited?: string
  /** Line and column of what is wrong. */
  readonly error?: readonly [number, number] | null | string
}

function recorded(name: string): Recorded[] {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as Recorded[]
}

const written = recorded('dumped').filter((row) => row.out !== undefined && !row.in.startsWith('? ['))
/** Random documents, and odd ones: every spelling of a scalar, comments in odd places. */
const documents = [...recorded('documents'), ...recorded('odd')]

function read(text: string): Value {
  return loadYaml(text, 'a.yaml') ?? new Map()
}

test.each(written)('reads and writes $in as ruamel does', (row) => {
  expect(dumpYaml(read(row.in))).toBe(row.out)
})

test.each(recorded('round-trips'))('keeps what ruamel keeps of $in', (row) => {
  expect(new YamlDocument(row.in, 'a.yaml').toString()).toBe(row.out)
})

test('reads and writes random documents as ruamel does', () => {
  for (const row of documents) if (row.dump !== undefined) expect(dumpYaml(read(row.in)), row.in).toBe(row.dump)
})

test('keeps comments, order and spelling of random documents as ruamel does', () => {
  for (const row of documents) {
    if (row.kept !== undefined && read(row.in) instanceof Map && loadYaml(row.in, '') !== null) {
      expect(new YamlDocument(row.in, 'a.yaml').toString(), row.in).toBe(row.kept)
    }
  }
})

test('edits random documents as DVC does', () => {
  const edits = documents.filter((row) => row.edited !== undefined)
  expect(edits.length).toBeGreaterThan(50)
  for (const row of edits) expect(editYaml(row.in, jsonLoads(row.to ?? '', '') as Mapping, 'a.yaml'), row.in).toBe(row.edited)
})

test('names line and column where ruamel does', () => {
  for (const row of documents.filter(({ error }) => Array.isArray(error))) {
    expect(() => loadYaml(row.in, 'a.yaml'), row.in).toThrow(`in line ${row.error?.[0]}, column ${row.error?.[1]}`)
  }
})

test.each([
  [
    'a: [1, 2',
    "unable to read: 'dvc.yaml', YAML file structure is corrupted: expected ',' or ']', but got '<stream end>', in line 1, column 9",
  ],
  ['a: 1\na: 2\n', 'found duplicate key "a", in line 2, column 1'],
  ['a: b: c', 'mapping values are not allowed here, in line 1, column 5'],
  ['a: *x', "found undefined alias 'x', in line 1, column 4"],
  ['a: &x [*x]', 'found an alias that names what it is part of'],
  ['a: !foo 1', "could not determine a constructor for the tag '!foo', in line 1, column 4"],
  ['a: =', "could not determine a constructor for the tag 'tag:yaml.org,2002:value', in line 1, column 4"],
  ['? [1, 2]\n: x', 'found a list as a key, in line 1, column 3'],
  ['a: 2020-02-30', 'there is no such day as 2020-02-30'],
  ['a: 1\n---\nb: 1\n', 'found another document, in line 2, column 1'],
  ['a: "\\q"', "found unknown escape character 'q', in line 1, column 6"],
  ['a: \u0001', 'unacceptable character #x0001: special characters are not allowed, in line 1, column 4'],
  ['\ta: 1', "found character '\t' that cannot start any token, in line 1, column 1"],
])('says what is wrong with %j', (text, message) => {
  expect(() => loadYaml(text, 'dvc.yaml')).toThrow(message)
})

test('refuses documents without end', () => {
  expect(() => loadYaml('['.repeat(100_000), 'a.yaml')).toThrow('nested deeper than 250 levels')
  expect(() => loadYaml(`a: ${'- '.repeat(1000)}`, 'a.yaml')).toThrow()
  const bomb = Array.from(
    { length: 12 },
    (_, level) =>
      `l${level}: &l${level} [${Array(10)
        .fill(level === 0 ? 'x' : `*l${level - 1}`)
        .join(', ')}]`,
  )
  expect(() => loadYaml(bomb.join('\n'), 'a.yaml')).toThrow('aliases make this stand for more than 5000000 values')
})

test('gives an alias the same object, and dates as dates', () => {
  const value = loadYaml('a: &x [1]\nb: *x\nc: 2020-01-02\n', 'a.yaml') as Mapping
  expect(value.get('a')).toBe(value.get('b'))
  expect(value.get('c')).toEqual(new PythonDate('date', '2020-01-02'))
})

test('replaces, adds and removes entries without touching the others', () => {
  const document = new YamlDocument('# top\nstages:\n  a: # first\n    cmd: x\n  b:\n    cmd: |\n      y\n', 'dvc.yaml')
  document.set(['stages', 'b', 'cmd'], 'z\n')
  document.set(['stages', 'c'], new Map([['cmd', 'w']]))
  document.set(['vars', 'deep', 'x'], 1n)
  expect(document.delete(['stages', 'nope'])).toBe(false)
  expect(document.toString()).toBe(
    '# top\nstages:\n  a: # first\n    cmd: x\n  b:\n    cmd: |\n      z\n  c:\n    cmd: w\nvars:\n  deep:\n    x: 1\n',
  )
  expect(document.delete(['stages', 'a'])).toBe(true)
  expect((document.value.get('stages') as Mapping).size).toBe(2)
})

test('makes a plain document of a text that holds none', () => {
  expect(editYaml('# nothing yet\n', new Map([['a', 1n]]), 'a.yaml')).toBe('a: 1\n')
})
