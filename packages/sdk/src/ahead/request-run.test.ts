import { operations, pathsOf } from '@reprise/protocol'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type RecordingServer, startRecordingServer } from '../testing/recording-server.ts'
import { testTracker } from '../testing/test-tracker.ts'
import { type AheadOptions, requestRun } from './index.ts'

let server: RecordingServer
beforeEach(async () => {
  server = await startRecordingServer()
})
afterEach(() => server.close())

function optionsFor(experiment: AheadOptions['experiment'] = { id: '0' }): AheadOptions {
  return { url: server.url, experiment, timeout: 5_000 }
}

it('asks for a run as startRun does, which goes on with it', async () => {
  using tracker = testTracker(server.url)
  const options = { name: 'early', tags: { a: '1' }, params: { p: 1 }, parentRunId: 'f'.repeat(32) }
  const requested = await requestRun(options, optionsFor())
  const run = await tracker.startRun({ ...options, requested })
  expect(run).toMatchObject({ id: requested?.answer?.run_id, isOnServer: true, experimentId: '0' })
  run.logMetric('m', 2)
  expect(await run.end()).toMatchObject({ delivered: true, rejected: 0 })
  const other = await tracker.startRun(options)
  await other.end()
  expect(server.state.runs.size).toBe(2)
  const [early, late] = [...server.state.runs.values()]
  expect(early).toMatchObject({ info: { status: 'FINISHED' }, params: new Map([['p', '1']]), points: [{ key: 'm' }], tags: late?.tags })
  const [first, second] = server.bodies('runs/create')
  expect(Object.keys(first ?? {})).toEqual(Object.keys(second ?? {}))
  expect(tracker.problems).toEqual([])
})

it.each(['drop', 503] as const)('leaves a request without a good answer (%s) to startRun, which makes no second run', async (instead) => {
  using tracker = testTracker(server.url)
  // The server has made the run, and its answer is lost.
  server.interfere = (request) => {
    server.state.handle(request)
    server.interfere = undefined
    return instead
  }
  const requested = await requestRun({ name: 'lost' }, optionsFor())
  expect(requested?.answer).toBeUndefined()
  const run = await tracker.startRun({ name: 'lost', requested })
  await run.end()
  expect([...server.state.runs.keys()]).toEqual([run.id])
  expect(new Set(server.requests.filter(({ path }) => path === 'runs/create').map(({ key }) => key)).size).toBe(1)
})

it('makes an experiment that is not there, and finds it the next time', async () => {
  const first = await requestRun({}, optionsFor({ name: 'a new one' }))
  const second = await requestRun({}, optionsFor({ name: 'a new one' }))
  expect(first?.answer?.experiment_id).toBe('1')
  expect(second?.answer?.experiment_id).toBe('1')
})

it('asks for no run whose params or tags no server takes', async () => {
  expect(await requestRun({ params: { 'a=b': 1 } }, optionsFor())).toBeUndefined()
  expect(await requestRun({ tags: { 'a=b': '1' } }, optionsFor())).toBeUndefined()
  expect(server.requests).toEqual([])
})

it('proves who asks, by the options or by the address', async () => {
  await requestRun({}, { ...optionsFor(), auth: { token: 't' } })
  await requestRun({}, { ...optionsFor(), url: server.url.replace('//', '//me:pw@') })
  expect(server.requests.map(({ authorization }) => authorization)).toEqual(['Bearer t', `Basic ${btoa('me:pw')}`])
})

it('gives up a server that is away or does not answer in time', async () => {
  server.interfere = () => 'hang'
  expect((await requestRun({}, { ...optionsFor(), timeout: 50 }))?.answer).toBeUndefined()
  expect((await requestRun({}, { ...optionsFor(), url: 'http://127.0.0.1:1' }))?.answer).toBeUndefined()
})

it('asks where the protocol says', async () => {
  await requestRun({}, optionsFor({ name: 'x' }))
  const asked = server.requests.map(({ method, path }) => `${method} /api/2.0/mlflow/${path.replace(/\?.*/, '')}`)
  const wanted = [operations.getExperimentByName, operations.createExperiment, operations.createRun]
  expect(asked).toEqual(wanted.map((operation) => `${operation.methods[0]} ${pathsOf(operation)[0]}`))
})
