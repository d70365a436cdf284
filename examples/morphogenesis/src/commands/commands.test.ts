import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTracker } from '@reprise/sdk'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { decodeDataset } from '../problems/dataset-file.ts'
import { createDataset } from '../problems/dataset.ts'
import { countEvents } from '../tensorboard/index.ts'
import { generateData } from './generate-data.ts'
import { train } from './train.ts'

const small = ['--warm-up-epochs', '2', '--adaptation-epochs', '2', '--hidden-dim', '4']

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'morphogenesis-test-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('generate-data', () => {
  it('writes the points that the options describe, and makes the folder', () => {
    generateData(['--problem-type', 'moons', '--n-samples', '60', '--output', join(folder, 'data/custom_moons')])
    const { dataset, options } = decodeDataset(readFileSync(join(folder, 'data/custom_moons.npz')))
    expect(options).toMatchObject({ problem_type: 'moons', n_samples: 60 })
    expect(dataset).toEqual(createDataset(options))
  })

  it.each([
    [[], 'generate-data needs --output FILE'],
    [['--output'], '--output takes a path, but none follows it'],
    [['--output', 'x', '--problem-type', 'circles'], '--problem-type takes one of'],
  ])('says what is wrong with %j', (argv, message) => {
    expect(() => generateData(argv)).toThrow(expect.objectContaining({ name: 'OptionError', message: expect.stringContaining(message) }))
  })
})

it('train is tracked into a folder, without a server, where the tracking URI names one', async () => {
  const trackingUri = join(folder, 'mlruns')
  vi.stubEnv('MLFLOW_TRACKING_URI', trackingUri)
  vi.stubEnv('REPRISE_TRACKING_URI', undefined)
  await train(['--problem_type', 'clusters', '--n_samples', '60', '--results', join(folder, 'results'), ...small]).finally(() =>
    vi.unstubAllEnvs(),
  )
  const [run, ...others] = await createTracker({ trackingUri, spool: false })
    .searchRuns({ experimentNames: ['clusters'] })
    .toArray()
  expect(others).toEqual([])
  expect(run).toMatchObject({ status: 'FINISHED', params: { problem_type: 'clusters', n_samples: '60', warm_up_epochs: '2' } })
  expect(run?.metrics).toMatchObject(JSON.parse(readFileSync(join(folder, 'results/metrics.json'), 'utf8')))
})

describe('train without tracking', () => {
  it('leaves results, model, log and events, and the same results from the same data', async () => {
    const data = join(folder, 'data.npz')
    generateData(['--problem-type', 'moons', '--n-samples', '60', '--output', data])
    const [results, runs] = [join(folder, 'results'), join(folder, 'runs')]
    await train(['--no-tracking', '--data', data, '--results', results, '--runs', runs, ...small])
    await train(['--no-tracking', `--results=${join(folder, 'direct')}`, '--problem-type', 'moons', '--n-samples', '60', ...small])
    for (const file of ['metrics.json', 'model/weights.npz', 'model/model.json'])
      expect(readFileSync(join(results, file)).equals(readFileSync(join(folder, 'direct', file))), file).toBe(true)
    const [run = ''] = readdirSync(runs)
    expect(run).toMatch(/^moons_n60_h4_/)
    const [events = '', log = ''] = readdirSync(join(runs, run)).toSorted()
    expect([events.includes('tfevents'), log]).toEqual([true, 'training.log'])
    expect(countEvents(readFileSync(join(runs, run, events)))).toBe(4 + 2)
    expect(readFileSync(join(runs, run, log), 'utf8').match(/^epoch \d+ phase_/gm)).toHaveLength(4)
  })

  it('does not take options that the data contradict', async () => {
    const data = join(folder, 'data.npz')
    generateData(['--n-samples', '60', '--output', data])
    await expect(train(['--no-tracking', '--data', data, '--n-samples', '80'])).rejects.toThrow(
      'the data were made with n_samples 60, not 80',
    )
  })

  it('names a file that is no dataset', async () => {
    await expect(train(['--no-tracking', '--data', join(folder, 'none.npz')])).rejects.toThrow(/none\.npz can not be read: ENOENT/)
  })
})
