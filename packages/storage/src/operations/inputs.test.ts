import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'

let store: TestHandlers
let run: string
beforeEach(async () => {
  store = await openHandlers()
  run = (await store.call('createRun', {})).run.info.run_id
})
afterEach(() => store.close())

const iris = { name: 'iris', digest: 'abc123', source_type: 'local', source: 'data.csv', schema: '{"a":1}', profile: '{"rows":150}' }
const context = (value: string) => [{ key: 'mlflow.data.context', value }]
const log = (datasets: unknown[], more: Record<string, unknown> = {}) => store.call('logInputs', { run_id: run, datasets, ...more })
const inputs = async (id = run) => (await store.call('getRun', { run_id: id })).run.inputs

test('keeps the first description of a dataset and the first tags of its use', async () => {
  await log([{ tags: context('train'), dataset: iris }])
  await log([{ tags: context('test'), dataset: { ...iris, source: 'changed' } }])
  expect(await inputs()).toEqual({ dataset_inputs: [{ tags: context('train'), dataset: iris }] })
})

test('takes one dataset on two runs, and two equal ones at once as one', async () => {
  const other = (await store.call('createRun', {})).run.info.run_id
  const bare = { name: 'bare', digest: 'd', source_type: 's', source: 's' }
  await log([
    { tags: context('a'), dataset: bare },
    { tags: context('b'), dataset: bare },
  ])
  await log([{ dataset: bare }], { run_id: other })
  expect(await inputs()).toEqual({ dataset_inputs: [{ tags: context('a'), dataset: bare }] })
  expect(await inputs(other)).toEqual({ dataset_inputs: [{ dataset: bare }] })
  const request = { experiment_ids: ['0'] }
  expect(await store.call('searchDatasets', request)).toEqual({
    dataset_summaries: expect.arrayContaining([
      { experiment_id: '0', name: 'bare', digest: 'd', context: 'a' },
      { experiment_id: '0', name: 'bare', digest: 'd' },
    ]),
  })
})

test('links models to the runs that read and made them', async () => {
  await log([], { models: [{ model_id: 'm-1' }] })
  await store.call('logOutputs', { run_id: run, models: [{ model_id: 'm-2', step: 3 }, { model_id: 'm-3' }] })
  await store.call('logOutputs', { run_id: run, models: [{ model_id: 'm-3', step: 4 }] })
  const { run: got } = await store.call('getRun', { run_id: run })
  expect(got.inputs).toEqual({ model_inputs: [{ model_id: 'm-1' }] })
  expect(got.outputs).toEqual({
    model_outputs: [
      { model_id: 'm-2', step: 3 },
      { model_id: 'm-3', step: 4 },
    ],
  })
})

test.each([
  [{ dataset: { ...iris, name: 'n'.repeat(501) } }, "'name' exceeds the maximum length of 500 characters"],
  [{ dataset: { ...iris, digest: 'd'.repeat(37) } }, "'digest' exceeds the maximum length of 36 characters"],
  [{ dataset: { ...iris, source: 's'.repeat(65_536) } }, "'source' exceeds the maximum length of 65535 characters"],
  [{ tags: [{ key: 'k'.repeat(256), value: 'v' }], dataset: iris }, "'key' exceeds the maximum length of 255 characters"],
  [{ tags: [{ key: 'k', value: 'v'.repeat(501) }], dataset: iris }, "'value' exceeds the maximum length of 500 characters"],
  [{ tags: [] }, "Missing value for required parameter 'datasets[0].dataset'"],
])('refuses an input and stores nothing of the request (%#)', async (input, message) => {
  await expect(log([{ dataset: { ...iris, name: 'good' } }, input].toReversed())).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: expect.stringContaining(message),
  })
  expect(await inputs()).toEqual({})
})

test('refuses a deleted run, and outputs without models', async () => {
  await expect(store.call('logOutputs', { run_id: run })).rejects.toThrow("Missing value for required parameter 'models'")
  await store.call('deleteRun', { run_id: run })
  await expect(log([])).rejects.toThrow("must be in the 'active' state")
})

test('wants 1 to 20 experiments when it is asked for datasets', async () => {
  await expect(store.call('searchDatasets', {})).rejects.toThrow('SearchDatasets request must specify at least one experiment_id.')
  const many = Array.from({ length: 21 }, (_, index) => String(index))
  await expect(store.call('searchDatasets', { experiment_ids: many })).rejects.toThrow('cannot specify more than 20 experiment_ids')
  expect(await store.call('searchDatasets', { experiment_ids: ['0'] })).toEqual({})
})
