import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isMapping, type Mapping } from '../python/index.ts'
import {
  addressStage,
  digestDvcFile,
  isLockedAs,
  isStageName,
  parseDvcFile,
  parseLockedStage,
  parseLockFile,
  parseParamsDefinition,
  parsePipelineFile,
  parseStage,
  parseTarget,
  printDvcFile,
  putLockedStages,
  putStage,
  removeLockedStage,
  removeStage,
  runCacheKey,
  toRunCacheEntry,
  toStageDocument,
} from './index.ts'

/** Files that DVC 3.67.1 wrote. */
interface Written {
  readonly kind: 'lock' | 'dvc' | 'run' | 'add'
  readonly case?: string
  readonly path?: string
  readonly text: string
}

const written = JSON.parse(readFileSync(new URL('./fixtures/written.json', import.meta.url), 'utf8')) as Written[]
const of = (kind: Written['kind']): Written[] => written.filter((file) => file.kind === kind)

test.each(of('lock'))('writes the lock of $case as DVC does', ({ text }) => {
  const stages = parseLockFile(text, 'dvc.lock')
  expect(putLockedStages('', stages, 'dvc.lock')).toBe(text)
  expect(putLockedStages(text, stages, 'dvc.lock')).toBe(text)
  for (const stage of stages.values()) expect(isLockedAs(stage, stage)).toBe(true)
})

test.each(of('dvc'))('writes the .dvc file of $case as DVC does', ({ text }) => {
  const file = parseDvcFile(text, 'a.dvc')
  expect(printDvcFile(file, { text, file: 'a.dvc' })).toBe(text)
  if (file.md5 !== undefined) expect(digestDvcFile(file)).toBe(file.md5)
})

test.each(of('run'))('names and writes the run-cache entry $path as DVC does', ({ path, text }) => {
  const stage = parseLockedStage(text, path ?? '')
  expect(toRunCacheEntry(stage)).toMatchObject({ path, text })
  expect(path).toContain(runCacheKey(stage))
})

test.each(of('add'))('writes what stage add wrote in $case', ({ text }) => {
  const stages = parsePipelineFile(text, 'dvc.yaml').get('stages') as Mapping
  let result = text.includes('#') ? text : ''
  for (const [name, raw] of stages) {
    if (isMapping(raw)) result = putStage(result, { name: name as string, document: toStageDocument(parseStage(raw)) }, 'dvc.yaml')
  }
  expect(result).toBe(text)
})

test('keeps comments of a .dvc file, and adds new keys at the end', () => {
  const text = '# data\nouts:\n- md5: 0cc175b9c0f1b6a831c399e269772661 # old\n  size: 1\n  path: a\n  desc: "about it"\nmeta: {by: me}\n'
  const file = parseDvcFile(text, 'a.dvc')
  expect(file.outs[0]?.hash).toEqual({ algorithm: 'md5-dos2unix', value: '0cc175b9c0f1b6a831c399e269772661' })
  const out = { ...file.outs[0]!, hash: { algorithm: 'md5', value: '92eb5ffee6ae2fec3ad71c777531578f' } as const }
  expect(printDvcFile({ ...file, outs: [out] }, { text, file: 'a.dvc' })).toBe(
    '# data\nouts:\n- md5: 92eb5ffee6ae2fec3ad71c777531578f # old\n  size: 1\n  path: a\n  desc: about it\n  hash: md5\nmeta: {by: me}\n',
  )
})

test('replaces a stage of the lock in place and removes it', () => {
  const text = "schema: '2.0'\nstages:\n  # one\n  a:\n    cmd: x\n  # two\n  b:\n    cmd: y # because\n"
  const stages = parseLockFile(text, 'dvc.lock')
  const changed = putLockedStages(text, new Map([['a', { ...stages.get('b')!, cmd: ['z'] }]]), 'dvc.lock')
  expect(changed).toBe("schema: '2.0'\nstages:\n  # one\n  a:\n    cmd:\n    - z\n  b:\n    cmd: y # because\n")
  expect(removeLockedStage(changed, 'a', 'dvc.lock')).toContain('  b:\n    cmd: y # because\n')
  expect(removeLockedStage(removeLockedStage(text, 'a', '') ?? '', 'b', '')).toBeUndefined()
  expect(removeLockedStage(text, 'zz', '')).toBe(text)
})

test('edits a stage of a dvc.yaml key by key, and removes the last one with the file', () => {
  const text = 'vars: [a.yaml]\nstages:\n  s:\n    cmd: x # run\n    deps: [q,  r]\n'
  const raw = (parsePipelineFile(text, 'dvc.yaml').get('stages') as Mapping).get('s') as Mapping
  const document = toStageDocument({ ...parseStage(raw), frozen: true })
  expect(putStage(text, { name: 's', document }, 'dvc.yaml')).toBe(
    'vars: [a.yaml]\nstages:\n  s:\n    cmd: x # run\n    deps: [q, r]\n    frozen: true\n',
  )
  expect(putStage('vars: [a.yaml] # v\n', { name: 's', document }, 'dvc.yaml')).toContain('vars: [a.yaml] # v\nstages:\n  s:\n    cmd: x\n')
  expect(removeStage(text, 's', 'dvc.yaml')).toBeUndefined()
})

test.each([
  [
    'stages:\n  s:\n    cmd: x\n    bogus: 1\n',
    "'dvc.yaml' validation failed.\n\nextra keys not allowed, in stages -> s -> bogus, line 4, column 5",
  ],
  ['stages:\n  s:\n    deps: [x]\n', 'required key not provided, in stages -> s -> cmd, line 2, column 3'],
  [
    'stages:\n  s:\n    cmd: x\n    outs:\n    - a:\n        cache: 3\n',
    'expected bool, in stages -> s -> outs -> 0 -> a -> cache, line 6, column 9',
  ],
  ['stages:\n  s:\n    cmd: 3\n', 'expected str, in stages -> s -> cmd, line 3, column 5'],
  ['stages: [1]\n', 'expected a dictionary, in stages, line 1, column 1'],
  [
    'foo: 1\nbar: 2\n',
    "'dvc.yaml' validation failed: 2 errors.\n\nextra keys not allowed, in foo, line 1, column 1\n\nextra keys not allowed, in bar",
  ],
  ['- a\n', "'dvc.yaml' validation failed: expected a dictionary."],
  ['stages:\n  s:\n    foreach: [1]\n', 'required key not provided, in stages -> s -> do'],
  ['stages:\n  s:\n    cmd: x\n    params: [1]\n', 'expected str, in stages -> s -> params -> 0, line 4, column 14'],
  ['stages:\n  1:\n    cmd: x\n', 'extra keys not allowed, in stages -> 1'],
  ['stages:\n  s:\n    cmd: [\n', "'dvc.yaml' is invalid.\n\nExpected the node content, but found '<stream end>', in line 4, column 1"],
])('says what is wrong with %j', (text, message) => {
  expect(() => parsePipelineFile(text, 'dvc.yaml')).toThrow(message)
})

test('says what is wrong with other files', () => {
  expect(() => parseDvcFile('outs:\n- path: a\n  bogus: 1\n', 'a.dvc')).toThrow(
    "'a.dvc' validation failed.\n\nextra keys not allowed, in outs -> 0 -> bogus, line 3, column 3",
  )
  expect(() => parseDvcFile('outs:\n- md5: 3\n  path: a\n', 'a.dvc')).toThrow('not a valid value, in outs -> 0 -> md5')
  expect(() => parseLockFile('schema: "3.0"\n', 'dvc.lock')).toThrow('invalid schema version, in schema, line 1, column 1')
  expect(() => parseLockFile('s:\n  cmd: x\n', 'dvc.lock')).toThrow('2 errors')
  expect(() => parseLockFile('<<<<<<< HEAD\na: 1\n', 'dvc.lock')).toThrow(
    "'dvc.lock' is invalid (possible merge conflicts).\n\nMapping values are not allowed here, in line 2, column 2",
  )
})

test('reads digests that YAML took for numbers', () => {
  expect(parseDvcFile('outs:\n- md5: 11111111111111111111111111111111\n  hash: md5\n  path: a\n', 'a.dvc').outs[0]?.hash).toEqual({
    algorithm: 'md5',
    value: '11111111111111111111111111111111',
  })
})

test('puts parameters together by file', () => {
  const items = ['lr', new Map([['p.json', ['a']]]), 'n', new Map([['p.json', ['b']]]), new Map([['all.yaml', null]])]
  expect(parseParamsDefinition(items)).toEqual([
    { file: 'params.yaml', keys: ['lr', 'n'] },
    { file: 'p.json', keys: ['a', 'b'] },
    { file: 'all.yaml', keys: [] },
  ])
  expect(parseParamsDefinition(['lr', new Map([['params.yaml', null]])])).toEqual([{ file: 'params.yaml', keys: [] }])
  expect(() => parseParamsDefinition([new Map([['p.json', 'a']])])).toThrow(
    "Expected list of params for custom params file 'p.json', got 'str'.",
  )
})

test.each([
  ['s', { path: undefined, name: 's' }],
  ['s@a:b', { path: undefined, name: 's@a:b' }],
  [':s', { path: 'dvc.yaml', name: 's' }],
  ['d/dvc.yaml:s@1', { path: 'd/dvc.yaml', name: 's@1' }],
  ['d/dvc.yaml', { path: 'd/dvc.yaml', name: undefined }],
  ['x.dvc', { path: 'x.dvc', name: undefined }],
  ['data/x', { path: undefined, name: 'data/x' }],
  ['', { path: undefined, name: undefined }],
])('reads the target %j', (target, expected) => {
  expect(parseTarget(target)).toEqual(expected)
})

test('addresses stages', () => {
  expect(() => parseTarget('dvc.lock:s')).toThrow('Did you mean: `dvc.yaml:s`?')
  expect([addressStage('dvc.yaml', 's'), addressStage('d/dvc.yaml', 's'), addressStage('x.dvc')]).toEqual(['s', 'd/dvc.yaml:s', 'x.dvc'])
  expect([isStageName('a-b_c é'), isStageName('a.b'), isStageName('a@b')]).toEqual([true, false, false])
})
