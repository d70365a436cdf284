import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openRepository, ReportProject } from '@reprise/pipelines'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeStages, type PublishedStage } from './describe-stages.ts'

let folder: string
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'reprise-stages-')))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What would be published of a project with these files, looked at from one of its folders. */
async function describe(files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}): Promise<PublishedStage[]> {
  const root = folder
  for (const [path, text] of Object.entries({ '.dvc/config': '[core]\n    no_scm = True\n', '.dvc/tmp/x': '', 'sub/x': '', ...files })) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  await using repository = await openRepository({
    root,
    cwd: join(root, 'sub'),
    env: { PATH: process.env['PATH'], HOME: root, ...env },
    memoryFolder: join(root, '.dvc', 'memory'),
    signal: new AbortController().signal,
  })
  using reported = new ReportProject(repository)
  const { stages = [] } = (await reported.open('workspace')) ?? {}
  return await describeStages(repository, stages, new Map([['dvc.yaml:train', 'r1']]))
}

const md5 = 'd3b07384d113edec49eaa6238ad5ff00'

test('paths are told from the root of the project, wherever it is looked at', async () => {
  const [train, inner, data] = await describe({
    'dvc.yaml':
      'stages:\n  train:\n    cmd: python train.py\n    deps: [sub/in.txt]\n    outs: [model]\n    frozen: true\n    desc: the net\n',
    'sub/dvc.yaml': 'stages:\n  test:\n    cmd: [a, b]\n    wdir: ..\n    deps: [model]\n    always_changed: true\n',
    'sub/in.txt.dvc': `outs:\n- md5: ${md5}\n  size: 4\n  hash: md5\n  path: in.txt\n`,
    'sub/in.txt': 'foo\n',
  })
  expect(train).toMatchObject({
    name: 'train',
    file: 'dvc.yaml',
    commands: ['python train.py'],
    description: 'the net',
    is_frozen: true,
    needs: ['sub/in.txt.dvc'],
    deps: [{ path: 'sub/in.txt' }],
    run_id: 'r1',
  })
  expect(train?.reasons).toMatchObject([{ kind: 'OUT', path: 'model', state: 'deleted' }])
  expect(inner).toMatchObject({
    name: 'sub/dvc.yaml:test',
    file: 'sub/dvc.yaml',
    commands: ['a', 'b'],
    is_always_changed: true,
    needs: ['train'],
  })
  expect(inner?.reasons).toMatchObject([{ kind: 'DEP', path: 'model', state: 'deleted' }, { kind: 'ALWAYS' }])
  expect(data).toMatchObject({ name: 'sub/in.txt.dvc', commands: [], outs: [{ path: 'sub/in.txt', digest: md5, size: 4n }] })
})

test('values are told as JSON has them, exactly, and secrets are not', async () => {
  const lock = `schema: '2.0'
stages:
  train:
    cmd: python train.py --lr 1
    params:
      params.yaml:
        big: 12345678901234567890
        none: null
        token: ghp_abcdefghijklmnopqrstuvwxyz0123456789
        when: [1, {a: .nan}]
`
  const [train] = await describe(
    {
      'dvc.yaml': 'stages:\n  train:\n    cmd: python train.py --key s3cr3t-v4lue-0123456789\n    params: [big, none, token, when]\n',
      'dvc.lock': lock,
      'params.yaml': 'big: 12345678901234567891\nnone: null\ntoken: ghp_abcdefghijklmnopqrstuvwxyz0123456780\nwhen: [1, {a: .nan}]\n',
    },
    { API_KEY: 's3cr3t-v4lue-0123456789' },
  )
  expect(train?.commands).toEqual(['python train.py --key [secret:API_KEY]'])
  const values = Object.fromEntries((train?.params ?? []).map(({ key = '', value }) => [key, value]))
  expect(values).toEqual({ big: '12345678901234567890', none: null, token: expect.stringContaining('[secret:'), when: [1, { a: 'NaN' }] })
  expect(train?.reasons).toMatchObject([
    { kind: 'PARAM', key: 'big', state: 'modified', old: '12345678901234567890', new: '12345678901234567891' },
    { kind: 'PARAM', key: 'token', old: expect.not.stringContaining('ghp_') },
    { kind: 'COMMAND', old: 'python train.py --lr 1', new: 'python train.py --key [secret:API_KEY]' },
  ])
})
