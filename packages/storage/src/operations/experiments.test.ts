import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'

let store: TestHandlers
beforeEach(async () => void (store = await openHandlers()))
afterEach(() => store.close())

async function create(name: string, more: Record<string, unknown> = {}): Promise<string> {
  return (await store.call('createExperiment', { name, ...more })).experiment_id
}

test('has a default experiment whose artifacts go through the server', async () => {
  const { experiment } = await store.call('getExperiment', { experiment_id: '0' })
  expect(experiment).toEqual({
    experiment_id: '0',
    name: 'Default',
    artifact_location: 'mlflow-artifacts:/0',
    lifecycle_stage: 'active',
    creation_time: expect.any(Number),
    last_update_time: expect.any(Number),
  })
})

test('answers a created experiment with its tags by key, the last value of a repeated one', async () => {
  const id = await create('first', {
    tags: [
      { key: 'b', value: '1' },
      { key: 'a', value: 'ä' },
      { key: 'b', value: '2' },
    ],
  })
  const { experiment } = await store.call('getExperimentByName', { experiment_name: 'first' })
  expect(experiment).toMatchObject({ experiment_id: id, artifact_location: `mlflow-artifacts:/${id}`, creation_time: 1_000_000 })
  expect(experiment.tags).toEqual([
    { key: 'a', value: 'ä' },
    { key: 'b', value: '2' },
  ])
  expect(store.announced).toEqual([`experiment-created ${id}`])
})

test('refuses a name that is taken, also by a deleted experiment', async () => {
  const id = await create('taken')
  await store.call('deleteExperiment', { experiment_id: id })
  await expect(create('taken')).rejects.toMatchObject({
    code: 'RESOURCE_ALREADY_EXISTS',
    message: expect.stringContaining('Experiment(name=taken) already exists.'),
  })
  await expect(create('n'.repeat(501))).rejects.toMatchObject({ message: "'name' exceeds the maximum length of 500 characters" })
  await expect(create('😀'.repeat(500))).resolves.toBeDefined()
})

test.each([
  ['runs:/abc/x', "Artifact location cannot be a runs:/ URI. Given: 'runs:/abc/x'"],
  ['s3://bucket/a#b', "'artifact_location' URL can't include fragments or params."],
  ['s3://bucket/a?b=%252e%252e/c', 'Invalid query string'],
  [`s3://${'b'.repeat(3000)}`, 'Invalid artifact path length.'],
])('refuses the artifact location %s', async (location, message) => {
  await expect(create('x', { artifact_location: location })).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: expect.stringContaining(message),
  })
})

test('puts artifacts of runs below the location, before its query', async () => {
  const id = await create('remote', { artifact_location: 's3://bucket/prefix/?region=x' })
  const { run } = await store.call('createRun', { experiment_id: id })
  expect(run.info.artifact_uri).toBe(`s3://bucket/prefix/${run.info.run_id}/artifacts?region=x`)
})

test('makes a local path absolute', async () => {
  const id = await create('local', { artifact_location: './artifacts' })
  const { experiment } = await store.call('getExperiment', { experiment_id: id })
  expect(experiment.artifact_location).toMatch(/^\/.*\/artifacts$/)
})

test('renames, and refuses a taken name and a deleted experiment', async () => {
  const id = await create('before')
  await create('other')
  store.clock += 5
  await store.call('updateExperiment', { experiment_id: id, new_name: 'after' })
  await store.call('updateExperiment', { experiment_id: id, new_name: 'after' })
  expect((await store.call('getExperiment', { experiment_id: id })).experiment).toMatchObject({
    name: 'after',
    last_update_time: 1_000_005,
  })
  await expect(store.call('updateExperiment', { experiment_id: id, new_name: 'other' })).rejects.toMatchObject({
    code: 'RESOURCE_ALREADY_EXISTS',
  })
  await expect(store.call('updateExperiment', { experiment_id: id })).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
  await store.call('deleteExperiment', { experiment_id: id })
  await expect(store.call('updateExperiment', { experiment_id: id, new_name: 'ghost' })).rejects.toMatchObject({ status: 400 })
})

test('takes runs along when it is deleted and restored', async () => {
  const id = await create('one')
  const { run } = await store.call('createRun', { experiment_id: id })
  const stage = async () => (await store.call('getRun', { run_id: run.info.run_id })).run.info.lifecycle_stage
  await store.call('deleteExperiment', { experiment_id: id })
  expect(await stage()).toBe('deleted')
  await expect(store.call('deleteExperiment', { experiment_id: id })).rejects.toMatchObject({
    message: `No Experiment with id=${id} exists`,
  })
  await expect(store.call('createRun', { experiment_id: id })).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: `The experiment ${id} must be in the 'active' state. Current state is deleted.`,
  })
  await store.call('restoreExperiment', { experiment_id: id })
  expect(await stage()).toBe('active')
  await expect(store.call('restoreExperiment', { experiment_id: id })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
})

test.each([
  ['999999', 'RESOURCE_DOES_NOT_EXIST', 'No Experiment with id=999999 exists'],
  ['abc', 'INVALID_PARAMETER_VALUE', "Invalid experiment ID 'abc'. Experiment ID must be a valid integer."],
  ['1 2', 'INVALID_PARAMETER_VALUE', "Invalid experiment ID '1 2'. Experiment ID must be a valid integer."],
])('says what is wrong with the id %s', async (id, code, message) => {
  await expect(store.call('getExperiment', { experiment_id: id })).rejects.toMatchObject({ code, message })
})
