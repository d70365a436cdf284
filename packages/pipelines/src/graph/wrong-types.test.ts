import { RepriseError } from '@reprise/protocol'
import { describe, expect, test } from 'vitest'
import { dumpYaml } from '../yaml/index.ts'
import { parseDvcFile, parseLockFile } from '../files/index.ts'
import type { Value } from '../python/index.ts'
import { readDvcFile } from './read-dvc-file.ts'
import { readPipeline } from './read-pipeline.ts'

type Plain = string | bigint | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

const digest = 'd41d8cd98f00b204e9800998ecf8427e'
const flags = { cache: false, persist: true, desc: 'x', type: 't', labels: ['l'], meta: { a: 1n }, remote: 'r', push: true }

/** One of each file, with every field that there is. */
const files: readonly (readonly [name: string, document: Plain])[] = [
  [
    'dvc.yaml',
    {
      stages: {
        s: {
          cmd: 'cp in out',
          wdir: '.',
          deps: ['in'],
          params: ['a', { 'other.yaml': ['l'] }],
          vars: [{ q: 1n }],
          outs: ['out', { second: flags }],
          metrics: [{ 'm.json': { cache: false } }],
          plots: [{ 'p.csv': { x: 'a', y: 'b', title: 't', template: 'linear' } }],
          frozen: false,
          always_changed: false,
          desc: 'd',
          meta: { a: 1n },
        },
        each: { foreach: ['a', 'b'], do: { cmd: 'echo ${item}', outs: ['f-${item}'] } },
        grid: { matrix: { x: [1n, 2n], y: ['u'] }, cmd: 'echo ${item.x}' },
      },
      vars: [{ v: 1n }],
      params: ['params.yaml'],
      metrics: ['m.json'],
      plots: [{ 'p.csv': { x: 'a', y: 'b' } }],
      artifacts: { model: { path: 'out', type: 'model', desc: 'd', labels: ['a'], meta: { x: 1n } } },
    },
  ],
  [
    'dvc.lock',
    {
      schema: '2.0',
      stages: {
        s: {
          cmd: 'cp in out',
          deps: [{ path: 'in', hash: 'md5', md5: digest, size: 1n }],
          params: { 'params.yaml': { a: 1n } },
          outs: [{ path: 'out', hash: 'md5', md5: digest, size: 1n, nfiles: 1n, isexec: true }],
        },
      },
    },
  ],
  [
    'data.dvc',
    {
      desc: 'd',
      md5: digest,
      cmd: 'echo',
      wdir: '.',
      frozen: true,
      always_changed: false,
      meta: { a: 1n },
      deps: [{ path: 'in', md5: digest, size: 1n, hash: 'md5' }],
      outs: [{ ...flags, path: 'out', md5: digest, size: 1n, nfiles: 1n, hash: 'md5', isexec: false }],
    },
  ],
  [
    'imported.dvc',
    {
      md5: digest,
      frozen: true,
      deps: [{ path: 'data', repo: { url: '/elsewhere', rev_lock: 'a'.repeat(40), rev: 'main', remote: 'r', config: { a: 1n } } }],
      outs: [{ path: 'imported', md5: digest, size: 1n, hash: 'md5' }],
    },
  ],
]

const others: readonly (readonly [name: string, value: Plain])[] = [
  ['a text', 'zz'],
  ['an empty text', ''],
  ['a number', 5n],
  ['a fraction', 1.5],
  ['true', true],
  ['null', null],
  ['a list', ['a', { b: 1n }]],
  ['an empty list', []],
  ['a mapping', { k: { z: 1n } }],
  ['an empty mapping', {}],
  ['a path with a NUL', 'a\0b'],
  ['a path of git', '.git/hooks/pre-commit'],
]

/** What may hold anything. */
const free: ReadonlySet<string | number> = new Set(['meta', 'vars', 'params.yaml', 'other.yaml', 'matrix', 'config'])

function read(name: string, text: string): unknown {
  const reading = {
    root: '/project',
    show: (path: string) => path,
    read: (path: string) => (path === name ? text : undefined),
    parsing: {},
  }
  if (name === 'dvc.lock') return parseLockFile(text, name)
  if (name.endsWith('.dvc')) return [parseDvcFile(text, name), readDvcFile(name, text, reading)]
  const pipeline = readPipeline(name, text, reading)
  return pipeline.names().map((stage) => pipeline.stage(stage))
}

function* fieldsOf(value: Plain, path: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
  yield path
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* fieldsOf(item as Plain, [...path, index])
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) yield* fieldsOf(item, [...path, key])
}

function replaceAt(value: Plain, [first, ...rest]: readonly (string | number)[], by: Plain): Plain {
  if (first === undefined) return by
  if (Array.isArray(value)) return value.map((item: Plain, index) => (index === first ? replaceAt(item, rest, by) : item))
  return { ...(value as object), [first]: replaceAt((value as Record<string, Plain>)[first] ?? null, rest, by) }
}

function toValue(value: Plain): Value {
  if (Array.isArray(value)) return value.map((item: Plain) => toValue(item))
  if (typeof value !== 'object' || value === null) return value
  return new Map(Object.entries(value).map(([key, item]) => [key, toValue(item)]))
}

describe.each(files)('%s', (name, document) => {
  test('is read', () => expect(() => read(name, dumpYaml(toValue(document)))).not.toThrow())

  test.each([...fieldsOf(document)].map((path) => [path.join('.') || 'the whole', path] as const))(
    'with something else for %s is read or refused in one way',
    (_name, path) => {
      let refused = 0
      for (const [what, other] of others) {
        try {
          read(name, dumpYaml(toValue(replaceAt(document, path, other))))
        } catch (error) {
          refused++
          const told = `${what}: ${String((error as Error).stack)}`
          expect(error, told).toBeInstanceOf(RepriseError)
          expect((error as RepriseError).code, told).toBe('INVALID_PARAMETER_VALUE')
          expect((error as RepriseError).message, told).toMatch(
            /dvc\.yaml|dvc\.lock|data\.dvc|imported\.dvc|is no path|is ignored by|Expected list of params/,
          )
        }
      }
      // Only what may hold anything takes everything.
      if (!path.some((key) => free.has(key))) expect(refused).toBeGreaterThan(0)
    },
  )
})
