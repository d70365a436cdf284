import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createTemporaryFolder, ensurePython, requirePart, startRepriseServer, type TemporaryFolder } from '@reprise/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { reprise, results, startReprise } from '../../e2e/reprise.ts'
import { untilFile, untilStill } from '../runners/project.ts'
import { git, makeSweepProject } from './sweep-project.ts'

let place: TemporaryFolder
let cwd: string
let env: Record<string, string>
beforeEach(async () => {
  place = await createTemporaryFolder('sweep')
  cwd = await makeSweepProject(place.path)
  env = { RUNS: join(place.path, 'runs'), TICKS: join(place.path, 'ticks'), WAIT_FOR: join(place.path, 'wait') }
})
afterEach(() => place.remove())

const runs = (): string[] =>
  readFileSync(env['RUNS'] ?? '', 'utf8')
    .trim()
    .split('\n')
const sweep = (...args: readonly string[]) => reprise(['sweep', ...args], { cwd, env })
const metric = ['--metric', 'results.json:acc', '--maximize'] as const

interface Shown {
  readonly run: string | null
  readonly points: readonly {
    readonly point: number
    readonly state: string
    readonly params: Readonly<Record<string, number>>
    readonly value: number | null
    readonly run: string | null
    readonly error?: string
  }[]
}
const show = async (...args: readonly string[]): Promise<Shown> =>
  JSON.parse(await results(['sweep', 'show', '--json', ...args], { cwd, env })) as Shown

test('every combination runs beside the work tree, from what is in it; a failure does not end the others, and a point is applied', async () => {
  appendFileSync(join(cwd, 'train.sh'), '# changed and not committed\n')
  writeFileSync(join(cwd, 'extra'), 'new and not in git\n')
  const before = await git(cwd, 'status', '--short')
  const ended = await sweep('-S', 'train.lr=0.3,0.5', '-S', 'train.epochs=range(1,3)', '-j', '2', ...metric)
  expect(ended).toMatchObject({ code: 255, stderr: expect.stringMatching(/point 3 failed: .*exited with 3.*\n[^]*2 of 4 points failed/) })
  expect(await git(cwd, 'status', '--short')).toBe(before)
  expect(existsSync(join(cwd, 'model'))).toBe(false)
  const { points } = await show()
  expect(points.map(({ point, state, value }) => [point, state, value])).toEqual([
    [1, 'done', 0.98],
    [2, 'done', 0.97],
    [3, 'failed', null],
    [4, 'failed', null],
  ])
  expect(
    runs()
      .filter((line) => line.startsWith('lr'))
      .toSorted(),
  ).toEqual(['lr=0.3 epochs=1', 'lr=0.3 epochs=2', 'lr=0.5 epochs=1', 'lr=0.5 epochs=2'])
  await results(['sweep', 'apply', '2'], { cwd, env })
  expect(readFileSync(join(cwd, 'params.yaml'), 'utf8')).toBe('train:\n  lr: 0.3 # the rate\n  epochs: 2\n')
  expect(readFileSync(join(cwd, 'model'), 'utf8')).toBe('data\nnew and not in git\n')
  expect(await results(['status'], { cwd, env })).toContain('up to date')
  expect(await git(cwd, 'status', '--short')).toContain('?? dvc.lock')
  expect((await sweep('apply', '3')).stderr).toContain('point 3 of sweep 1 is failed')
  appendFileSync(join(cwd, 'dvc.lock'), '# mine\n')
  expect((await sweep('apply', '1')).stderr).toContain('dvc.lock has changed since the sweep began')
  await results(['sweep', 'apply', '1', '--force'], { cwd, env })
  expect(await results(['status'], { cwd, env })).toContain('up to date')
})

test('a sweep that is interrupted or killed goes on, and runs nothing again that is done', async () => {
  writeFileSync(env['WAIT_FOR'] ?? '', '')
  const args = ['sweep', '-S', 'train.lr=0.1,0.2,0.3', ...metric]
  const first = await startReprise(args, { cwd, env })
  await untilFile(env['TICKS'] ?? '')
  first.kill('SIGINT')
  expect(await first.exited).toBe(252)
  expect(first.output()).toContain('Go on with: reprise sweep --resume 1')
  const second = await startReprise(['sweep', '--resume', '-j', '2'], { cwd, env })
  while (runs().filter((line) => line.startsWith('lr')).length < 3) await untilFile(env['RUNS'] ?? '')
  second.kill('SIGKILL')
  await second.exited
  // What a sweep that is killed has started ends by itself.
  await untilStill(env['TICKS'] ?? '')
  rmSync(env['WAIT_FOR'] ?? '')
  const before = runs().length
  await results(['sweep', '--resume', '1'], { cwd, env })
  expect(runs().slice(before)).toEqual(['lr=0.1 epochs=1', 'lr=0.2 epochs=1', 'lr=0.3 epochs=1'])
  expect((await show()).points.map(({ point, state }) => [point, state])).toEqual([
    [2, 'done'],
    [1, 'done'],
    [3, 'done'],
  ])
  await results(['sweep', '--resume'], { cwd, env })
  expect(runs()).toHaveLength(before + 3)
})

test('points are runs below that of their sweep, with params and metrics', async () => {
  await using server = await startRepriseServer({ store: join(place.path, 'runs.db'), artifacts: join(place.path, 'artifacts') })
  env['REPRISE_TRACKING_URI'] = server.url
  await results(['sweep', '-S', 'train.lr=0.1,0.2', ...metric], { cwd, env })
  const shown = await show()
  const listed = JSON.parse(await results(['runs', 'list', '--json', '--experiment', 'Default'], { cwd, env })) as readonly unknown[]
  const text = JSON.stringify(listed)
  const parents = [...text.matchAll(/"mlflow\.parentRunId","value":"(\w+)"|"mlflow\.parentRunId":"(\w+)"/g)].map(
    ([, one, two]) => one ?? two,
  )
  expect(parents.filter((id) => id === shown.run)).toHaveLength(2)
  for (const { run } of shown.points) expect(parents).toContain(run)
})

test('some points are drawn by a seed, and mistakes are told before anything runs', async () => {
  const draw = (...args: readonly string[]) =>
    results(['sweep', '--dry', '-S', 'train.lr=tag(log, interval(1e-4,1.0))', '--random', '3', ...args], { cwd, env })
  expect(await draw('--seed', '7')).toBe(await draw('--seed', '7'))
  const told = async (...args: readonly string[]) => (await sweep(...args)).stderr
  expect(await told('-S', 'train.rate=1')).toContain("there is no 'train.rate' in params.yaml")
  expect(await told('-S', 'no.yaml:a=1')).toContain('there is no parameter file no.yaml')
  expect(await told('-S', 'train.lr=interval(0,1)')).toContain('stands for endlessly many values')
  expect(await told('-S', 'train.lr=1', 'nothing')).toContain("'nothing'")
  expect(await told('--resume', '9')).toContain("there is no sweep '9'")
  writeFileSync(join(cwd, 'data'), 'changed\n')
  expect(await told('-S', 'train.lr=1')).toContain('data are not as they were recorded: data')
  expect(existsSync(env['RUNS'] ?? '')).toBe(false)
  expect(JSON.parse(await results(['sweep', 'list', '--json'], { cwd, env }))).toEqual([])
})

const optuna = await ensurePython(['optuna==5.0.0'])
const part = requirePart('optuna', optuna)

describe.skipIf(part.missing)(`an estimator${part.note}`, () => {
  test('chooses points by what came out before, also in a sweep that goes on', async () => {
    const folder = dirname(optuna.reason === undefined ? optuna.python : '')
    env['PATH'] = `${folder}:${process.env['PATH'] ?? ''}`
    await results(['sweep', '-S', 'train.lr=interval(0.0,1.0)', '-S', 'train.epochs=1,2,3', '--tpe', '4', '--seed', '1', ...metric], {
      cwd,
      env,
    })
    const { points } = await show()
    expect(points.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done'])
    for (const { params } of points)
      expect([0 <= (params['params.yaml:train.lr'] ?? -1), [1, 2, 3].includes(params['params.yaml:train.epochs'] ?? 0)]).toEqual([
        true,
        true,
      ])
    env['PATH'] = '/nowhere'
    expect((await sweep('-S', 'train.lr=1', '--tpe', '2', ...metric)).stderr).toContain('python3 -m pip install optuna')
  })
})
