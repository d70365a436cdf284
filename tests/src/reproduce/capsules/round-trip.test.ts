import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient, type Client } from '@reprise/client'
import { repositoryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forget, openPlace, type Place } from '../place.ts'

const exec = promisify(execFile)
let second: Place
let client: Client
let capsule: string
let original: string

const points = [
  { key: 'loss', value: 0.1 + 0.2, timestamp: 1, step: 0 },
  { key: 'loss', value: Number.NaN, timestamp: 2, step: 1 },
  { key: 'loss', value: Infinity, timestamp: 3, step: 2 },
  { key: 'loss', value: -Infinity, timestamp: 4, step: 3 },
  { key: 'loss', value: Number.MAX_VALUE, timestamp: 5, step: 4 },
  { key: 'loss', value: 5e-324, timestamp: 6, step: 9_007_199_254_740_993n },
]

/** One server makes a run and a capsule of it, and is gone, as is the folder of the run. */
beforeAll(async () => {
  second = await openPlace()
  client = createClient({ url: second.server.url })
  capsule = join(second.folder, 'run.zip')
  const first = await openPlace()
  try {
    const work = await first.makeWork({
      // It prints where its run is shown, as MLflow does.
      'train.py': `
import os
total = sum(float(line) for line in open('data.txt'))
open('result.txt', 'w').write(repr(total))
print(total)
print('View run at: {MLFLOW_TRACKING_URI}/#/experiments/{MLFLOW_EXPERIMENT_ID}/runs/{MLFLOW_RUN_ID}'.format(**os.environ))
`,
      'data.txt': '1.5\n2.25\n0.1\n',
    })
    original = await first.run(work, ['python3', 'train.py'])
    await createClient({ url: first.server.url }).logBatch({
      run_id: original,
      tags: [
        { key: 'note', value: 'kept ✓' },
        { key: 'reprise.verdict', value: 'BIT_IDENTICAL' },
      ],
    })
    await forget(work)
    const exported = await first.reprise(['capsule', 'export', original, '--output', capsule])
    expect(exported).toMatchObject({ code: 0, stdout: `${capsule}\n` })
    expect(await first.reprise(['capsule', 'export', original, '--output', capsule])).toMatchObject({ code: 1, stdout: '' })
    const again = join(second.folder, 'again.zip')
    await first.reprise(['capsule', 'export', original, '--output', again])
    expect((await readFile(again)).equals(await readFile(capsule))).toBe(true)
  } finally {
    await first[Symbol.asyncDispose]()
  }
})
afterAll(async () => second[Symbol.asyncDispose]())

describe('a capsule', () => {
  it('is reproduced BIT_IDENTICAL on a second server, after the first server and the folder are gone', async () => {
    const imported = await second.reprise(['capsule', 'import', capsule, '--json'])
    expect(imported.code, imported.stderr).toBe(0)
    const { run: id, ...about } = JSON.parse(imported.stdout) as { run: string }
    expect(about).toMatchObject({ original, new: true })
    expect(id).not.toBe(original)
    const { run } = await client.getRun({ run_id: id })
    const tags = Object.fromEntries((run.data?.tags ?? []).map(({ key, value }) => [key, value]))
    expect(tags).toMatchObject({ note: 'kept ✓', 'reprise.capsule.run': original })
    expect(tags).not.toHaveProperty('reprise.verdict')
    expect(await second.reproduce(id)).toMatchObject({ code: 0, run: id, verdict: 'BIT_IDENTICAL' })

    const twice = await second.reprise(['capsule', 'import', capsule])
    expect(twice).toMatchObject({ code: 0, stdout: `${id}\n` })
    const more = await second.reprise(['capsule', 'import', capsule, '--again', '--experiment', 'elsewhere'])
    expect(more.stdout).not.toBe(`${id}\n`)
    const { experiment } = await client.getExperimentByName({ experiment_name: 'elsewhere' })
    expect((await client.getRun({ run_id: more.stdout.trim() })).run.info.experiment_id).toBe(experiment.experiment_id)
  })

  it('keeps params and datasets, and every bit of every point', async () => {
    const { run } = await client.createRun({ experiment_id: '0', start_time: 1 })
    const id = run.info.run_id
    const params = Array.from({ length: 250 }, (_, index) => ({ key: `p${index}`, value: `v ${index}` }))
    for (const at of [0, 100, 200]) await client.logBatch({ run_id: id, metrics: points, params: params.slice(at, at + 100) })
    const dataset = { name: 'd', digest: '1', source_type: 'local', source: 'here' }
    await client.logInputs({ run_id: id, datasets: [{ dataset, tags: [{ key: 'mlflow.data.context', value: 'train' }] }] })
    await client.updateRun({ run_id: id, status: 'FAILED', end_time: 9 })
    const file = join(second.folder, 'points.zip')
    expect(await second.reprise(['capsule', 'export', id, '-o', file])).toMatchObject({ code: 0 })
    const { stdout } = await second.reprise(['capsule', 'import', file])
    const { run: copy } = await client.getRun({ run_id: stdout.trim() })
    const { run: source } = await client.getRun({ run_id: id })
    expect(copy.data?.params).toEqual(source.data?.params)
    expect(copy.inputs).toEqual(source.inputs)
    expect(copy.info).toMatchObject({ status: 'FAILED', start_time: 1, end_time: 9, run_name: source.info.run_name })
    const last = (value: string): Promise<unknown> =>
      client.getSeriesBuckets({ run_ids: [value], metric_key: 'loss', from: 0, to: 4, width: 5 }).then(({ runs }) => runs[0]?.last)
    expect(await last(stdout.trim())).toEqual([0.1 + 0.2, Number.NaN, Infinity, -Infinity, Number.MAX_VALUE])
    const history = (value: string) => client.getMetricHistory({ run_id: value, metric_key: 'loss' })
    expect(await history(stdout.trim())).toEqual(await history(id))
  })

  it('can be read by what the page says, with nothing of ours', async () => {
    const page = await readFile(join(repositoryFolder, 'docs', 'formats', 'capsule.md'), 'utf8')
    const reader = join(second.folder, 'read.py')
    await writeFile(reader, /```python\n([^`]+)```/.exec(page)?.[1] ?? '')
    const { stdout } = await exec('python3', [reader, capsule])
    expect(stdout).toContain(`${original} FINISHED`)
    expect(stdout).toContain('artifacts/reprise/record.json')
    const { stdout: text } = await exec('python3', [
      '-c',
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(z.read("ro-crate-metadata.json").decode())',
      capsule,
    ])
    const { '@graph': graph } = JSON.parse(text) as { '@graph': Record<string, unknown>[] }
    expect(graph.map((entity) => entity['@id'])).toEqual(
      expect.arrayContaining(['ro-crate-metadata.json', './', '#run', '#command', 'run.json']),
    )
    expect(graph.find((entity) => entity['@id'] === '#run')).toMatchObject({ '@type': 'CreateAction', instrument: { '@id': '#command' } })
    for (const entity of graph)
      for (const { '@id': id } of [entity['object'] ?? []].flat() as { '@id': string }[])
        expect(graph.map((one) => one['@id'])).toContain(id)
  })

  it('leaves nothing where it can not be written', async () => {
    const { code, stderr } = await second.reprise([
      'capsule',
      'export',
      original,
      '--output',
      join(second.folder, 'no-such-folder', 'x.zip'),
    ])
    expect(code).toBe(1)
    const { runs } = await client.searchRuns({ experiment_ids: ['0'], max_results: 1 })
    const away = await second.reprise([
      'capsule',
      'export',
      runs[0]?.info.run_id ?? '',
      '--output',
      join(second.folder, 'no-such-folder', 'x.zip'),
    ])
    expect(away.stderr).toContain('can not be written (ENOENT)')
    expect(stderr).not.toContain('mistake')
  })

  it('is listed without a server', async () => {
    const { stdout, code } = await second.reprise(['capsule', 'show', capsule], { env: { REPRISE_TRACKING_URI: 'http://127.0.0.1:9' } })
    expect(code).toBe(0)
    expect(stdout).toContain(original)
    expect(stdout).toMatch(/artifacts\/reprise\/record\.json +\d/)
  })
})

it('the digest of a capsule is that of its manifest', async () => {
  const { stdout } = await second.reprise(['capsule', 'show', capsule, '--json'])
  const { stdout: text } = await exec('python3', [
    '-c',
    'import sys, zipfile; sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read("manifest.json").decode())',
    capsule,
  ])
  expect((JSON.parse(stdout) as { digest: string }).digest).toBe(createHash('sha256').update(text).digest('hex'))
})
