import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Repository } from '../repository/index.ts'
import { openPipeline, readStages, runPipeline } from '../testing/pipeline-folder.ts'
import { DataView, findReasons, reasonLines, toStatusDocument } from '../status/index.ts'
import { commitStages } from './index.ts'

let place: TemporaryFolder
beforeEach(async () => {
  place = await createTemporaryFolder('repro')
})
afterEach(() => place[Symbol.asyncDispose]())

const twoSteps = {
  in: '1',
  'params.yaml': 'lr: 0.1\n',
  'dvc.yaml':
    'stages:\n  a:\n    cmd: cp in out\n    deps: [in]\n    params: [lr]\n    outs: [out]\n' +
    '  b:\n    cmd: wc -c < out > size\n    deps: [out]\n    outs: [size]\n',
}

const read = ({ root }: Repository, path: string): string => readFileSync(join(root, path), 'utf8')
const lockNames = (repository: Repository): string[] =>
  [...read(repository, 'dvc.lock').matchAll(/^ {2}(\S+):$/gm)].map(([, name]) => name ?? '')

async function status(repository: Repository): Promise<unknown> {
  const view = new DataView(repository)
  const stages = await readStages(repository).all()
  const reasons = await Promise.all(
    stages.map(async (stage) => [stage.name ?? '', await findReasons(view, stage, { show: (path) => path })] as const),
  )
  return toStatusDocument(new Map(reasons))
}

test('runs what has changed, stops where nothing did, and takes earlier runs from the cache', async () => {
  await using repository = await openPipeline(place.path, twoSteps)
  expect(await runPipeline(repository)).toEqual(['command cp in out', 'ran a', 'command wc -c < out > size', 'ran b'])
  expect(await status(repository)).toEqual({})
  expect(await runPipeline(repository)).toEqual(['unchanged a', 'unchanged b'])
  writeFileSync(join(repository.root, 'in'), '2')
  expect(await runPipeline(repository)).toEqual(['command cp in out', 'ran a', 'command wc -c < out > size', 'ran b'])
  writeFileSync(join(repository.root, 'in'), '1')
  expect(await runPipeline(repository)).toEqual(['restored a', 'restored b'])
  expect(read(repository, 'out')).toBe('1')
})

test('says why a stage would run, with old and new values', async () => {
  await using repository = await openPipeline(place.path, twoSteps)
  await runPipeline(repository)
  writeFileSync(join(repository.root, 'in'), '2')
  writeFileSync(join(repository.root, 'params.yaml'), 'lr: 0.2\n')
  writeFileSync(join(repository.root, 'dvc.yaml'), twoSteps['dvc.yaml'].replace('cp in out', 'cat in > out'))
  const [stage] = await readStages(repository).all()
  if (stage === undefined) throw new Error('no stage')
  const reasons = await findReasons(new DataView(repository), stage, { show: (path) => path })
  expect(reasonLines(reasons)).toEqual([
    'in is modified: c4ca4238 → c81e728d',
    'lr of params.yaml is modified: 0.1 → 0.2',
    'command changed: cp in out → cat in > out',
  ])
  expect(await status(repository)).toEqual({
    a: [{ 'changed deps': { in: 'modified', 'params.yaml': { lr: 'modified' } } }, 'changed command'],
  })
})

test('records nothing of a stage that fails, and leaves out what needs it when it is to go on', async () => {
  const stages = twoSteps['dvc.yaml'].replace('cp in out', 'exit 3') + '  c:\n    cmd: echo c > c\n    outs: [c]\n'
  await using repository = await openPipeline(place.path, { ...twoSteps, 'dvc.yaml': stages })
  const message = "error failed to reproduce 'a': failed to run: exit 3, exited with 3"
  expect(await runPipeline(repository)).toEqual(['command exit 3', 'failed a', message])
  expect(existsSync(join(repository.root, 'dvc.lock'))).toBe(false)
  expect(await runPipeline(repository, { options: { onFailure: 'keep-going' } })).toEqual([
    'command exit 3',
    'failed a',
    'skipped b',
    'command echo c > c',
    'ran c',
    "error failed to reproduce 'a'",
  ])
  expect(lockNames(repository)).toEqual(['c'])
})

test('runs stages at once that do not need each other, and writes them in the order of the plan', async () => {
  // Each of the first two ends only when the other has begun.
  const wait = (own: string, other: string): string =>
    `touch ${own}.begun; while [ ! -e ${other}.begun ]; do sleep 0.05; done; echo ${own} > ${own}`
  const stages = `stages:\n  x:\n    cmd: ${wait('x', 'y')}; sleep 0.3\n    outs: [x]\n  y:\n    cmd: ${wait('y', 'x')}\n    outs: [y]\n  z:\n    cmd: cat x y > z\n    deps: [x, y]\n    outs: [z]\n`
  await using repository = await openPipeline(place.path, { 'dvc.yaml': stages })
  const told = await runPipeline(repository, { options: { jobs: 3 } })
  expect(told.filter((line) => line.startsWith('ran'))).toEqual(['ran y', 'ran x', 'ran z'])
  expect(lockNames(repository)).toEqual(['x', 'y', 'z'])
  expect(read(repository, 'z')).toBe('x\ny\n')
  expect(await status(repository)).toEqual({})
})

test('lets go of the repository while a command runs, and has it again after', async () => {
  const cmd = 'flock --nonblock .dvc/tmp/lock true && echo free > out'
  await using repository = await openPipeline(place.path, { 'dvc.yaml': `stages:\n  a:\n    cmd: ${cmd}\n    outs: [out]\n` })
  expect(await runPipeline(repository)).toEqual([`command ${cmd}`, 'ran a'])
})

test('keeps outputs that persist, without harm to the cache', async () => {
  const stages = 'stages:\n  a:\n    cmd: cat in >> log\n    deps: [in]\n    outs: [log: {persist: true}]\n'
  await using repository = await openPipeline(place.path, { in: '1', 'dvc.yaml': stages })
  await runPipeline(repository)
  writeFileSync(join(repository.root, 'in'), '2')
  await runPipeline(repository)
  expect(read(repository, 'log')).toBe('12')
  expect(await status(repository)).toEqual({})
})

test('does nothing on a dry run', async () => {
  await using repository = await openPipeline(place.path, twoSteps)
  expect(await runPipeline(repository, { options: { isDry: true } })).toEqual([
    'command cp in out',
    'would run a',
    'command wc -c < out > size',
    'would run b',
  ])
  expect(existsSync(join(repository.root, 'out')) || existsSync(join(repository.root, 'dvc.lock'))).toBe(false)
})

test('counts data that are missing as unchanged where that is asked for', async () => {
  await using repository = await openPipeline(place.path, twoSteps)
  await runPipeline(repository)
  rmSync(join(repository.root, '.dvc', 'cache'), { recursive: true })
  for (const name of ['out', 'size']) rmSync(join(repository.root, name))
  expect(await runPipeline(repository, { options: { allowMissing: true } })).toEqual(['unchanged a', 'unchanged b'])
})

test('commits what has changed only when that is agreed to', async () => {
  await using repository = await openPipeline(place.path, twoSteps)
  await runPipeline(repository)
  writeFileSync(join(repository.root, 'in'), '2')
  const selected = (await readStages(repository).all()).map((stage) => ({ stage }))
  const options = { confirm: () => Promise.resolve(false), command: 'test commit' }
  await expect(commitStages(repository, selected, options)).rejects.toThrow(
    "unable to commit changed stage: 'a'. Use `-f|--force` to force.",
  )
  await commitStages(repository, selected, { ...options, isForced: true })
  expect(await status(repository)).toEqual({})
})
