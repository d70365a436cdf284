import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'

let store: TestHandlers
let run: string
beforeEach(async () => {
  store = await openHandlers()
  run = (await store.call('createRun', { run_name: 'r' })).run.info.run_id
})
afterEach(() => store.close())

const model = (path: string) => ({
  artifact_path: path,
  flavors: { python_function: { env: 'é', config: { secret: 1 } }, sklearn: {} },
  utc_time_created: '2024-01-01 00:00:00',
  run_id: run,
})
const log = (json: string) => store.call('logModel', { run_id: run, model_json: json })
const history = async (): Promise<string> => {
  const { tags } = (await store.call('getRun', { run_id: run })).run.data
  return tags.find(({ key }: { key: string }) => key === 'mlflow.log-model.history').value
}

test('appends to the history as MLflow writes it, without the configuration of flavors', async () => {
  await log(JSON.stringify(model('one')))
  const entry = (path: string) =>
    `{"run_id": "${run}", "artifact_path": "${path}", "utc_time_created": "2024-01-01 00:00:00", "model_uuid": null, ` +
    '"flavors": {"python_function": {"env": "\\u00e9"}, "sklearn": {}}}'
  expect(await history()).toBe(`[${entry('one')}]`)
  await log(JSON.stringify(model('two')))
  expect(await history()).toBe(`[${entry('one')}, ${entry('two')}]`)
})

test('keeps a history longer than a tag may be whole', async () => {
  for (let index = 0; index < 60; index++) await log(JSON.stringify(model(`path-${index}`)))
  expect(JSON.parse(await history())).toHaveLength(60)
})

test.each([
  ['{nope', 'Malformed model info. \n {nope \n is not a valid JSON.'],
  ['{"artifact_path":"x"}', "Model json is missing mandatory fields: {'flavors', 'run_id', 'utc_time_created'}"],
  ['[]', 'Model json is missing mandatory fields'],
  ['', "Missing value for required parameter 'model_json'"],
])('refuses %s', async (json, message) => {
  await expect(log(json)).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining(message) })
})
