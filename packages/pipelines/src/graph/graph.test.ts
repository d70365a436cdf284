import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPipeline, readStages } from '../testing/pipeline-folder.ts'
import { addressOf, collectStages, openGraph, planStages, selectStages, type PlanOptions, type Stage, type StageFiles } from './index.ts'

let place: TemporaryFolder
beforeEach(async () => {
  place = await createTemporaryFolder('graph')
})
afterEach(() => place[Symbol.asyncDispose]())

async function open(files: Readonly<Record<string, string>>): Promise<StageFiles> {
  await using repository = await openPipeline(place.path, files)
  return readStages(repository)
}

function pipeline(...stages: readonly [name: string, deps: string, outs: string][]): string {
  return `stages:\n${stages.map(([name, deps, outs]) => `  ${name}:\n    cmd: run ${name}\n    deps: [${deps}]\n    outs: [${outs}]\n`).join('')}`
}

const names = (stages: readonly Stage[]): string[] => stages.map((stage) => addressOf(stage, (path) => path))
const locate = (path: string): string => path
const chain = pipeline(['c', 'b', 'c'], ['b', 'a', 'b'], ['a', 'in', 'a'], ['other', 'in', 'other'])

async function plan(files: StageFiles, targets: readonly string[], options: PlanOptions = {}): Promise<string[]> {
  return names(planStages(await openGraph(files), await collectStages(files, targets, { locate }), options).stages)
}

test('brings what is needed first, in the order of the file otherwise', async () => {
  const files = await open({ 'dvc.yaml': chain })
  expect(await plan(files, ['dvc.yaml'])).toEqual(['a', 'b', 'c', 'other'])
  expect(await plan(files, ['b'])).toEqual(['a', 'b'])
  expect(await plan(files, ['b'], { isSingle: true })).toEqual(['b'])
  expect(await plan(files, ['b'], { isDownstream: true })).toEqual(['b', 'c'])
  expect(await plan(files, ['b'], { isPipeline: true })).toEqual(['a', 'b', 'c'])
})

test('takes nothing of a frozen stage into the plan', async () => {
  const files = await open({ 'dvc.yaml': chain.replace('cmd: run b\n', 'cmd: run b\n    frozen: true\n') })
  expect(await plan(files, ['c'])).toEqual(['b', 'c'])
})

test('finds stages by name, file, group, pattern and folder', async () => {
  const group = 'stages:\n  g:\n    foreach: [1, 2]\n    do:\n      cmd: run ${item}\n      outs: ["g${item}"]\n'
  const files = await open({ 'dvc.yaml': chain, 'x/dvc.yaml': group, 'x/data.dvc': 'outs:\n- path: data\n' })
  const found = async (target: string, options = {}): Promise<string[]> =>
    names(await collectStages(files, [target], { locate, ...options }))
  expect(await found('x/dvc.yaml:g')).toEqual(['x/dvc.yaml:g@1', 'x/dvc.yaml:g@2'])
  expect(await found('x/dvc.yaml:g@2')).toEqual(['x/dvc.yaml:g@2'])
  expect(await found('x/data.dvc')).toEqual(['x/data.dvc'])
  expect(await found('[ab]', { isGlob: true })).toEqual(['b', 'a'])
  expect(await found('x', { isRecursive: true })).toEqual(['x/data.dvc', 'x/dvc.yaml:g@1', 'x/dvc.yaml:g@2'])
  await expect(found('nosuch')).rejects.toThrow("Stage 'nosuch' not found inside 'dvc.yaml' file")
  await expect(found('y/dvc.yaml')).rejects.toThrow("'y/dvc.yaml' does not exist")
})

test('finds stages by what they make, and by what is in it', async () => {
  const files = await open({ 'dvc.yaml': pipeline(['a', 'in', 'data']) })
  expect(await selectStages(files, ['data/x'], { locate })).toMatchObject([{ stage: { name: 'a' }, only: 'data/x' }])
  await expect(selectStages(files, ['nosuch'], { locate })).rejects.toThrow(
    "'nosuch' does not exist as an output or a stage name in 'dvc.yaml'",
  )
})

test('connects what stands in, above or at what another makes', async () => {
  const files = await open({
    'dvc.yaml': pipeline(['inner', 'made/x', 'one'], ['maker', 'in', 'made'], ['outer', 'deep', 'two'], ['low', 'in', 'deep/a/b']),
  })
  const graph = await openGraph(files)
  const needed = (name: string): string[] =>
    names(graph.stages.filter((stage) => stage.name === name).flatMap((stage) => graph.needs(stage)))
  expect([needed('inner'), needed('outer'), needed('maker')]).toEqual([['maker'], ['low'], []])
})

test.each([
  ['a cycle', pipeline(['a', 'q', 'p'], ['b', 'p', 'q']), 'Same item(s) are defined as both a dependency and an output in stages: a, b.'],
  ['a stage that needs itself', pipeline(['a', 'p', 'p']), 'Same item(s) are defined as both a dependency and an output in stage: a.'],
  ['an output of two stages', pipeline(['a', '', 'p'], ['b', '', './p']), "output 'p' is specified in:\n\t- b\n\t- a"],
  ['an output in another', pipeline(['a', '', 'p/q'], ['b', '', 'p']), "The output paths:\n'p'('b')\n'p/q'('a')\noverlap"],
])('refuses %s', async (_what, text, message) => {
  await expect(openGraph(await open({ 'dvc.yaml': text }))).rejects.toThrow(message)
})

test('refuses a file of stages in what another makes', async () => {
  const files = await open({ 'dvc.yaml': pipeline(['a', '', '.']) })
  await expect(openGraph(files)).rejects.toThrow("stage: 'a' is within an output")
})

test('does not look into outputs, ignored folders and other projects', async () => {
  const broken = 'stages: ['
  const files = await open({
    'dvc.yaml': pipeline(['a', '', 'made']),
    '.dvcignore': '/ignored\n',
    'made/dvc.yaml': broken,
    'ignored/dvc.yaml': broken,
    'other/.dvc/config': '',
    'other/dvc.yaml': broken,
  })
  expect(names(await files.all())).toEqual(['a'])
})
