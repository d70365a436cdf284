import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'

let store: TestHandlers
beforeEach(async () => void (store = await openHandlers()))
afterEach(() => store.close())

const T0 = 1_700_000_000_000
const ID = '0123456789abcdef0123456789abcdef'

test('answers a created run as MLflow does, without outputs', async () => {
  const answer = await store.call('createRun', {
    experiment_id: '0',
    user_id: 'ann',
    run_name: 'first',
    start_time: T0,
    tags: [{ key: 'k' }],
  })
  const id = answer.run.info.run_id
  expect(answer).toEqual({
    run: {
      info: {
        run_id: id,
        run_uuid: id,
        run_name: 'first',
        experiment_id: '0',
        user_id: 'ann',
        status: 'RUNNING',
        start_time: T0,
        artifact_uri: `mlflow-artifacts:/0/${id}/artifacts`,
        lifecycle_stage: 'active',
      },
      data: {
        tags: [
          { key: 'k', value: '' },
          { key: 'mlflow.runName', value: 'first' },
        ],
      },
      inputs: {},
    },
  })
  const got = await store.call('getRun', { run_uuid: id })
  expect(got).toEqual({ run: { ...answer.run, outputs: {} } })
  expect(store.announced).toEqual([`run-created 0 ${id}`])
})

test('names a run by argument, by tag or by itself', async () => {
  const name = async (request: Record<string, unknown>) => {
    const { run } = await store.call('createRun', { experiment_id: '0', ...request })
    expect(run.data.tags).toContainEqual({ key: 'mlflow.runName', value: run.info.run_name })
    return run.info.run_name
  }
  const tagged = (value: string) => [{ key: 'mlflow.runName', value }]
  expect(await name({ run_name: 'given' })).toBe('given')
  expect(await name({ tags: tagged('tagged') })).toBe('tagged')
  expect(await name({ run_name: 'same', tags: tagged('same') })).toBe('same')
  expect(await name({ run_name: '' })).toMatch(/^[a-z]+-[a-z]+-\d{1,3}$/)
  await expect(name({ run_name: 'nm', tags: tagged('other') })).rejects.toMatchObject({
    message:
      "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='nm', mlflow.runName='other').",
  })
})

test('takes an id from the client, once', async () => {
  const { run } = await store.call('createRun', { experiment_id: '0', run_id: ID })
  expect(run.info.run_id).toBe(ID)
  await expect(store.call('createRun', { experiment_id: '0', run_id: ID })).rejects.toMatchObject({ code: 'RESOURCE_ALREADY_EXISTS' })
  for (const bad of ['ABC', ID.toUpperCase(), `${ID}0`, '../../etc/passwd', `${ID}\n`]) {
    await expect(store.call('createRun', { experiment_id: '0', run_id: bad })).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
  }
})

test('answers a repeated request with the run it made, and makes no second one', async () => {
  const first = await store.call('createRun', { experiment_id: '0', run_name: 'a' }, 'writer:1')
  expect(await store.call('createRun', { experiment_id: '0', run_name: 'a' }, 'writer:1')).toEqual(first)
  const second = await store.call('createRun', { experiment_id: '0', run_id: ID, run_name: 'b' }, 'writer:2')
  expect(await store.call('createRun', { experiment_id: '0', run_id: ID, run_name: 'b' }, 'writer:2')).toEqual(second)
  expect(await store.connection.get({ texts: ['select count(*) as n from runs'], values: [] })).toEqual({ n: 2 })
})

test('updates status, end time and name, each alone', async () => {
  const { run } = await store.call('createRun', { experiment_id: '0', run_name: 'before', start_time: T0 })
  const update = async (change: Record<string, unknown>) => (await store.call('updateRun', { run_id: run.info.run_id, ...change })).run_info
  expect(await update({ status: 'FINISHED', end_time: T0 + 1 })).toMatchObject({ status: 'FINISHED', end_time: T0 + 1, run_name: 'before' })
  expect(await update({ status: 'RUNNING' })).toMatchObject({ status: 'RUNNING', end_time: T0 + 1 })
  expect(await update({ end_time: 5 })).toMatchObject({ status: 'RUNNING', end_time: 5 })
  expect(await update({ status: 'BOGUS' })).toMatchObject({ status: 'RUNNING' })
  expect(await update({ run_name: 'after' })).toMatchObject({ run_name: 'after' })
  expect(await update({ run_name: '' })).toMatchObject({ run_name: 'after' })
  const got = await store.call('getRun', { run_id: run.info.run_id })
  expect(got.run.info).toEqual(await update({}))
  expect(got.run.data.tags).toEqual([{ key: 'mlflow.runName', value: 'after' }])
  expect(store.announced.filter((line) => line.startsWith('run-finished'))).toHaveLength(1)
})

test('keeps the name of a run whose name tag is deleted', async () => {
  const { run } = await store.call('createRun', { experiment_id: '0', run_name: 'kept' })
  const reference = { run_id: run.info.run_id, key: 'mlflow.runName' }
  await store.call('deleteTag', reference)
  const got = await store.call('getRun', { run_id: run.info.run_id })
  expect(got.run.info.run_name).toBe('kept')
  expect(got.run.data).toEqual({})
  await expect(store.call('deleteTag', reference)).rejects.toMatchObject({
    code: 'RESOURCE_DOES_NOT_EXIST',
    message: `No tag with name: mlflow.runName in run with id ${run.info.run_id}`,
  })
  await expect(store.call('deleteTag', { ...reference, key: 'never seen' })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
})

test('deletes and restores, both as often as asked; a deleted run can be read, not written', async () => {
  const { run } = await store.call('createRun', { experiment_id: '0' })
  const reference = { run_id: run.info.run_id }
  await store.call('deleteRun', reference)
  await store.call('deleteRun', reference)
  expect((await store.call('getRun', reference)).run.info.lifecycle_stage).toBe('deleted')
  await expect(store.call('updateRun', { ...reference, end_time: 1 })).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: `The run ${run.info.run_id} must be in the 'active' state. Current state is deleted.`,
  })
  await store.call('restoreRun', reference)
  await store.call('restoreRun', reference)
  expect((await store.call('getRun', reference)).run.info.lifecycle_stage).toBe('active')
})

test('keeps times beyond 2^53 exactly and cuts long tag values at whole characters', async () => {
  const { run } = await store.call('createRun', {
    experiment_id: '0',
    start_time: '9007199254740993',
    tags: [{ key: 'long', value: '😀'.repeat(8_001) }],
  })
  expect(run.data.tags[0].value).toBe('😀'.repeat(8_000))
  const row = await store.connection.get({ texts: ['select cast(start_time as text) as t from runs'], values: [] })
  expect(row).toEqual({ t: '9007199254740993' })
})

test('says which run it does not know', async () => {
  await expect(store.call('getRun', { run_id: 'not-a-run' })).rejects.toMatchObject({
    code: 'RESOURCE_DOES_NOT_EXIST',
    message: 'Run with id=not-a-run not found',
  })
  await expect(store.call('getRun', {})).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: expect.stringContaining("Missing value for required parameter 'run_id'"),
  })
})
