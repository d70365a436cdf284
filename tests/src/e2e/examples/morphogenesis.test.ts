import { execFile } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ensurePython, pythonSets, repositoryFolder, requirePart, type PythonEnvironment } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const execute = promisify(execFile)
const cli = join(repositoryFolder, 'apps/cli/src/main.ts')
const [withDvc, withTensorboard] = [await ensurePython(pythonSets.dvc), await ensurePython(pythonSets.tensorboard)]
const [dvc, tensorboard] = [requirePart('dvc', withDvc), requirePart('TensorBoard', withTensorboard)]

const read = `
import glob, json, numpy
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
data = numpy.load(glob.glob('data/*.npz')[0])
events = EventAccumulator(glob.glob('runs/*')[0]).Reload()
print(json.dumps({
  'shapes': {name: list(data[name].shape) for name in data if name != 'options'},
  'options': json.loads(bytes(data['options'])),
  'tags': events.Tags()['scalars'],
  'val_acc': [[event.step, event.value] for event in events.Scalars('val_acc')],
}))
`

describe('npm run example -- morphogenesis pipeline', () => {
  let printed: string[]
  let folder: string
  beforeAll(async () => {
    const { MLFLOW_TRACKING_URI: _uri, REPRISE_TRACKING_URI: _ours, ...env } = process.env
    const small = ['--problem-type', 'moons', '--n-samples', '200', '--warm-up-epochs', '3', '--adaptation-epochs', '6']
    const args = ['--conditions=@reprise/source', 'tools/example.ts', 'morphogenesis', 'pipeline', '--keep', ...small]
    const { stdout } = await execute(process.execPath, args, { cwd: repositoryFolder, env: { ...env, REPRISE_SPOOL: 'off' } })
    printed = stdout.trim().split('\n')
    folder = printed.at(-1)?.replace('everything is in ', '') ?? ''
  })
  afterAll(() => rmSync(join(folder, '..', '..'), { recursive: true, force: true }))

  it('runs data and training as stages, and finds that all of it is as it should be', () => {
    expect(printed[0]).toMatch(/^ran generate_data and train; the training is run moons_n200\S+ \([0-9a-f]{32}\)$/)
    expect(printed.slice(1, -1).map((line) => line.split(':')[0])).toEqual([
      'ok  the data are those that the parameters describe',
      'ok  the run has the metrics of results/metrics.json',
      'ok  the stored model does on the data what the training says',
      'ok  the events are whole',
      'ok  nothing is left to do',
      'ok  what was pushed comes back',
      'ok  a changed parameter is named as the reason to train again',
    ])
  })

  it.skipIf(tensorboard.missing)(`leaves data that NumPy reads, and events that TensorBoard reads${tensorboard.note}`, async () => {
    const { stdout } = await execute(pythonOf(withTensorboard), ['-c', read], { cwd: folder })
    const metrics = JSON.parse(readFileSync(join(folder, 'results/metrics.json'), 'utf8')) as { val_acc: number }
    const seen = JSON.parse(stdout) as { val_acc: [number, number][] }
    expect(seen).toMatchObject({
      shapes: { X_train: [160, 2], y_train: [160], X_val: [40, 2], y_val: [40] },
      options: { problem_type: 'moons', n_samples: 200 },
      tags: expect.arrayContaining(['train_loss', 'val_loss', 'best_acc', 'seed/layer1_seed1/alpha']),
    })
    expect(seen.val_acc.map(([step]) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(seen.val_acc.at(-1)?.[1]).toBeCloseTo(metrics.val_acc, 6)
  })

  it.skipIf(dvc.missing)(`has nothing to do for dvc, and goes on where dvc has run a stage${dvc.note}`, async () => {
    expect(await run('dvc', 'status')).toContain('Data and pipelines are up to date.')
    const params = join(folder, 'params.yaml')
    writeFileSync(params, readFileSync(params, 'utf8').replace('problem_type: moons', 'problem_type: spheres'))
    expect(await run('dvc', 'repro')).toContain('Running stage')
    expect(JSON.parse(await run('reprise', 'status', '--json'))).toEqual({})
    expect(await run('dvc', 'push')).toMatch(/files? pushed/)
    expect(await run('reprise', 'status', '--cloud')).toContain('in sync')
    const temporary = ['runs/moons', 'data/half.tmp']
    for (const tool of ['dvc', 'reprise'] as const)
      expect(await run(tool, 'check-ignore', ...temporary, 'data/moons.npz')).toBe(temporary.map((path) => `${path}\n`).join(''))
  })

  it('is swept over the problems, each in a work tree of its own', async () => {
    const problems = ['spirals', 'moons', 'clusters', 'spheres']
    const options = ['-S', `generate_data.problem_type=${problems.join(',')}`, '-j', '4', '--no-track', '--json']
    const { points } = JSON.parse(await run('reprise', 'sweep', ...options)) as {
      readonly points: readonly { readonly state: string; readonly metrics: Readonly<Record<string, unknown>> }[]
    }
    expect(points.map(({ state }) => state)).toEqual(problems.map(() => 'done'))
    expect(new Set(points.map(({ metrics }) => JSON.stringify(metrics))).size).toBe(problems.length)
  })

  async function run(tool: 'dvc' | 'reprise', ...args: readonly string[]): Promise<string> {
    const command = tool === 'dvc' ? [pythonOf(withDvc), '-m', 'dvc'] : [process.execPath, '--conditions=@reprise/source', cli]
    const [program = '', ...first] = command
    const { stdout } = await execute(program, [...first, ...args], { cwd: folder, env: { ...process.env, DVC_NO_ANALYTICS: '1' } })
    return stdout
  }
})

function pythonOf(environment: PythonEnvironment): string {
  return environment.reason === undefined ? environment.python : ''
}
