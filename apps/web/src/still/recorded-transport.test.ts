import { createClient } from '@reprise/client'
import { createStillAxes, encodeText, packPoints, parseStill } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { createRecordedTransport } from './recorded-transport.ts'

const [id, repeat] = ['0af7651916cd43dd8448eb211c80319c', '1af7651916cd43dd8448eb211c80319c']
const axes = createStillAxes()
const points = packPoints({ step: [7], time: [5], value: Float64Array.of(Number.NaN) }, axes)
const still = parseStill(
  encodeText(
    JSON.stringify({
      format: 2,
      reprise: '0.1.0',
      made: 1_700_000_000_000,
      experiments: [{ experiment_id: '3', name: 'images' }],
      runs: [
        {
          info: {
            run_id: id,
            run_uuid: id,
            experiment_id: '3',
            status: 'FINISHED',
            lifecycle_stage: 'active',
            artifact_uri: `mlflow-artifacts:/3/${id}/artifacts`,
          },
          data: {
            metrics: [{ key: 'loss', value: 'NaN', timestamp: 5, step: 7 }],
            params: ['lr', 'layers'].map((key) => ({ key, value: '1' })),
            summaries: [{ key: 'loss', first: 3 }],
          },
        },
      ],
      files: [
        { run_id: id, path: 'logs/stdout.txt', size: 1_000_000, text: 'the end', skipped: 999_993 },
        { run_id: id, path: 'a.png', size: 3, base64: 'AQID' },
        { run_id: id, path: 'large.bin', size: 5_000_000 },
      ],
      repeats: [{ run_id: repeat, report: { why: 'the same' } }],
      series: [{ run_id: id, key: 'loss', points }],
      axes: axes.all,
    }),
  ),
)
const client = createClient({ transport: createRecordedTransport(still), retries: 0 })
const uri = `mlflow-artifacts:/3/${id}/artifacts`

async function textOf(path: string, artifactUri = uri): Promise<string> {
  return new Response((await client.downloadArtifact(artifactUri, path)) as ReadableStream<Uint8Array<ArrayBuffer>>).text()
}

async function sizeOf(path: string): Promise<number> {
  return (await client.listArtifacts(uri, 'logs')).find((entry) => entry.path === path)?.size ?? 0
}

test('runs, experiments and points are answered as a server would', async () => {
  expect((await client.getRun({ run_id: id })).run.data?.metrics[0]).toMatchObject({ key: 'loss', value: Number.NaN, step: 7 })
  expect((await client.getExperiment({ experiment_id: '3' })).experiment.name).toBe('images')
  const { runs } = await client.getSeriesBuckets({ run_ids: [id], metric_key: 'loss' })
  expect(runs).toMatchObject([{ run_id: id, from: [7], first: [Number.NaN], nan_count: [1] }])
  expect((await client.getSeriesBuckets({ run_ids: [id], metric_key: 'other' })).runs).toEqual([])
  expect((await client.searchKeys({ experiment_ids: ['3'], contains: 'LO' })).keys).toEqual([{ key: 'loss', runs: 1 }])
})

test('of runs that is answered which was asked for', async () => {
  const dataOf = async (...fields: string[]) => (await client.getRun({ run_id: id, fields })).run.data
  expect(await dataOf()).toMatchObject({ metrics: [{ key: 'loss' }], params: [{ key: 'lr' }, { key: 'layers' }], summaries: [] })
  expect(await dataOf('params.la*', 'tags')).toMatchObject({ metrics: [], params: [{ key: 'layers' }] })
  expect(await dataOf('metrics.loss', 'first(metrics.*)')).toMatchObject({
    metrics: [{ key: 'loss' }],
    params: [],
    summaries: [{ first: 3 }],
  })
  const { runs } = await client.searchRuns({
    experiment_ids: ['3'],
    filter: `attributes.run_id IN ('${repeat}', '${id}')`,
    fields: ['params.lr'],
  })
  expect(runs).toMatchObject([{ info: { run_id: id }, data: { metrics: [], params: [{ key: 'lr' }] } }])
  const page = await client.searchKeys({ experiment_ids: ['3'], run_id: id, entity: 'param', max_results: 1 })
  expect(page).toEqual({ keys: [{ key: 'layers', runs: 1 }], next_page_token: 'more' })
})

test('files are listed by folder, and say where they are not whole', async () => {
  expect(await client.listArtifacts(uri)).toEqual([
    { path: 'a.png', isFolder: false, size: 3 },
    { path: 'large.bin', isFolder: false, size: 5_000_000 },
    { path: 'logs', isFolder: true },
  ])
  expect(await textOf('logs/stdout.txt')).toBe('… 977 KiB before this are not in this file\nthe end')
  const end = await client.readArtifact(uri, 'logs/stdout.txt', { start: (await sizeOf('logs/stdout.txt')) - 3, end: 1_000 })
  expect(new TextDecoder().decode(end.bytes)).toBe('end')
  await expect(textOf('large.bin')).rejects.toThrow('large.bin (4.8 MiB) was left out when this page was made.')
  await expect(textOf('none')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
})

test('of a repeat there is its report, and nothing else', async () => {
  const { run } = await client.getRun({ run_id: repeat })
  expect(run.data).toBeUndefined()
  expect(await textOf('reprise/reproduction.json', run.info.artifact_uri)).toBe('{"why":"the same"}')
  expect((await client.searchRuns({ experiment_ids: ['3'], filter: `tags.\`reprise.reproduces\` = '${id}'` })).runs).toEqual([])
})

test('what is not in the file is refused in words, and nothing is written', async () => {
  await expect(client.getRun({ run_id: 'f'.repeat(32) })).rejects.toThrow('This run is not in this file.')
  await expect(client.setTag({ run_id: id, key: 'a', value: 'b' })).rejects.toThrow('That is not in this file.')
})
