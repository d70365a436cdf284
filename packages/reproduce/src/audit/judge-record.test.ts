import type { RecordedFile, RunRecord } from '@reprise/protocol'
import { expect, it, test } from 'vitest'
import { judgeRecord, stateOf, type Surroundings } from './judge-record.ts'

const everything: Surroundings = { artifact: () => 'there', original: () => 'same', hasSecret: () => true }
const nothing: Surroundings = { artifact: () => 'missing', original: () => 'not looked at', hasSecret: () => false }
const pack = (artifact: string) => ({ artifact, sha256: '0'.repeat(64), size: 5 })
const stream = { size: 0, sha256: '0'.repeat(64) }
const data: RecordedFile = { path: 'data.bin', kind: 'FILE', sha256: '1'.repeat(64), size: 9, not_kept: 'It is too large.' }

const record: RunRecord = {
  format: 1,
  reprise: '0.1.0',
  command: {
    argv: ['python', 'train.py'],
    params: [],
    secrets: [],
    folder: '.',
    absolute_folder: '/w',
    stdin: { kind: 'NONE' },
    started_at: 0,
  },
  code: { kind: 'GIT', root: '/w', tree: 'a'.repeat(40), remotes: [], base: pack('reprise/code/base.pack'), files: [], submodules: [] },
  environment: { interpreters: [], packages: [], lock_files: [], variables: [], system: {} },
  inputs: [],
  outputs: [],
  outcome: { exit_code: 0, duration: 1, stdout: stream, stderr: stream },
  items: [],
  limits: { kept_file: 1, kept_total: 1, untracked_file: 1 },
}

function judge(change: Partial<RunRecord>, surroundings: Partial<Surroundings> = {}) {
  const problems = judgeRecord({ ...record, ...change }, { ...everything, ...surroundings })
  return { state: stateOf(problems), kinds: problems.map(({ kind }) => kind), problems }
}

it('is ready when everything is kept', () => expect(judge({})).toMatchObject({ state: 'ready', problems: [] }))

it('says in the words of the verdict why nothing can be repeated', () => {
  expect(judgeRecord(undefined, everything)).toMatchObject([{ leaves: 'cannot', kind: 'no record' }])
  expect(judge({ outcome: undefined }).kinds).toEqual(['not finished'])
  expect(judge({ outcome: { duration: 1, signal: 'SIGKILL', stdout: stream, stderr: stream } }).kinds).toEqual(['not finished'])
  expect(judge({ outcome: { duration: 1, not_started: 'ENOENT', stdout: stream, stderr: stream } }).kinds).toEqual(['not started'])
  expect(judge({ command: { ...record.command, argv: [] } }).kinds).toEqual(['no record'])
})

test.each([
  ['not looked at', 'needs'],
  ['same', 'ready'],
  ['changed', 'cannot'],
  ['gone', 'cannot'],
] as const)('an input of which no copy is kept, and that is %s at its place, leaves the run %s', (original, state) => {
  const found = judge({ inputs: [data] }, { original: () => original })
  expect(found).toMatchObject({ state, problems: [{ leaves: state, kind: 'missing data', subject: 'data.bin' }] })
})

it('takes an input whose copy is lost from its old place only', () => {
  const inputs = [{ ...data, kept: 'reprise/inputs/data.bin' }]
  expect(judge({ inputs })).toMatchObject({ state: 'ready', problems: [] })
  expect(judge({ inputs }, { artifact: () => 'missing', original: () => 'gone' }).state).toBe('cannot')
  expect(
    judge({ inputs, code: { ...record.code, base: undefined, kind: 'FILES' } }, { artifact: () => 'other size', original: () => 'same' })
      .state,
  ).toBe('ready')
})

it('cannot do without a pack of the code', () => {
  expect(judge({}, nothing)).toMatchObject({ state: 'cannot', problems: [{ kind: 'missing code', subject: 'reprise/code/base.pack' }] })
  expect(judge({ code: { ...record.code, base: undefined, changes: pack('c'), not_kept: 'It is too large.' } }).kinds).toEqual([
    'missing code',
  ])
  expect(judge({ code: { ...record.code, submodules: [{ path: 'sub', tree: '' }] } }).problems).toMatchObject([{ subject: 'sub' }])
})

it('needs secrets of the command, and remarks on those that only the environment had', () => {
  const command = { ...record.command, argv: ['curl', '--key=[secret:KEY]', '[secret:KEY]'] }
  const environment = { ...record.environment, variables: [{ name: 'TOKEN' }, { name: 'KEY' }, { name: 'SHOWN', value: 'x' }] }
  const { state, problems } = judge({ command, environment }, { hasSecret: () => false })
  expect(state).toBe('needs')
  expect(problems).toMatchObject([
    { leaves: 'needs', kind: 'missing secret', subject: 'KEY' },
    { leaves: 'ready', kind: 'missing secret', subject: 'TOKEN' },
  ])
  expect(judge({ command, environment })).toMatchObject({ state: 'ready', problems: [] })
})

it('cannot give again a standard input that was not kept, and does not miss one of which nothing is known', () => {
  const stdin = (kept: Partial<RunRecord['command']['stdin']>) =>
    judge({ command: { ...record.command, stdin: { kind: 'PIPE', ...kept } } })
  expect(stdin({ size: 7, not_kept: 'It is too large.' })).toMatchObject({ state: 'cannot', kinds: ['missing input'] })
  expect(stdin({ not_kept: 'It was not read to its end.' }).state).toBe('ready')
})

it('names the gravest first, and remarks on what was not captured last', () => {
  const items = [{ name: 'python.packages', status: 'FAILED', detail: 'pip: no such thing' }] as const
  const found = judge({ items: [...items], inputs: [data] }, nothing)
  expect(found.problems.map(({ leaves }) => leaves)).toEqual(['cannot', 'needs', 'ready'])
  expect(found.problems.at(-1)).toMatchObject({ kind: 'not captured', subject: 'python.packages', why: 'pip: no such thing' })
})

it('does not know of what the server was not asked for', () => {
  expect(judge({}, { artifact: () => 'not looked at' })).toMatchObject({ state: 'unknown', kinds: ['not looked at'] })
})
