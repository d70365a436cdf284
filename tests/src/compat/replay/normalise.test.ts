import { expect, test } from 'vitest'
import { normalise, normaliseText, type Volatile } from './normalise.ts'
import { readJson } from './read-answer.ts'

const RUN = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
const OTHER_RUN = 'ffffeeeeddddccccbbbbaaaa99998888'
const volatile: Volatile = {
  variables: new Map([
    ['run', RUN],
    ['exp', '17'],
  ]),
  from: 1_800_000_000_000,
  to: 1_800_000_060_000,
}

test('names captured ids wherever they stand, and hides the others', () => {
  expect(
    normalise({ experiment_id: '17', run_id: RUN, artifact_uri: `mlflow-artifacts:/17/${RUN}/artifacts`, other: OTHER_RUN }, volatile),
  ).toEqual({
    artifact_uri: 'mlflow-artifacts:/{{exp}}/{{run}}/artifacts',
    experiment_id: '{{exp}}',
    other: '<id>',
    run_id: '{{run}}',
  })
  expect(normaliseText(`Run with id=${RUN} not found`, volatile)).toBe('Run with id={{run}} not found')
  expect(normaliseText('No Experiment with id=17 exists', volatile)).toBe('No Experiment with id={{exp}} exists')
})

test('leaves ids alone that the corpus made up', () => {
  expect(normalise({ experiment_id: '0', run_id: '0'.repeat(32) }, volatile)).toEqual({ experiment_id: '0', run_id: '0'.repeat(32) })
  expect(normalise({ experiment_id: '999999' }, volatile)).toEqual({ experiment_id: '999999' })
})

test('hides times of the server but not times that the client gave', () => {
  expect(normalise({ creation_time: 1_800_000_000_001, start_time: 1_700_000_000_000 }, volatile)).toEqual({
    creation_time: '<now>',
    start_time: 1_700_000_000_000,
  })
})

test('hides generated names', () => {
  expect(normalise({ run_name: 'painted-chimp-777', tags: [{ key: 'mlflow.runName', value: 'painted-chimp-777' }] }, volatile)).toEqual({
    run_name: '<generated name>',
    tags: [{ key: 'mlflow.runName', value: '<generated name>' }],
  })
})

test('sorts metrics by key and leaves the points of one key in their order', () => {
  const metrics = [
    { key: 'b', value: 2 },
    { key: 'a', value: 9 },
    { key: 'b', value: 1 },
  ]
  expect(normalise({ metrics }, volatile)).toEqual({
    metrics: [
      { key: 'a', value: 9 },
      { key: 'b', value: 2 },
      { key: 'b', value: 1 },
    ],
  })
})

test('tells long strings apart by their last character', () => {
  const [one, two] = [normalise({ value: `${'v'.repeat(500)}a` }, volatile), normalise({ value: `${'v'.repeat(500)}b` }, volatile)]
  expect(one).not.toEqual(two)
  expect(JSON.stringify(one).length).toBeLessThan(200)
})

test('keeps integers beyond 2^53 apart', () => {
  const answer = (body: string) => readJson({ status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) })
  expect(answer('{"step":9007199254740993}')).not.toEqual(answer('{"step":9007199254740992}'))
  expect(answer('{"value":1e400}')).toEqual({ value: Number.POSITIVE_INFINITY })
})
