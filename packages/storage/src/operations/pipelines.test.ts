import { afterEach, beforeEach, expect, test } from 'vitest'
import { join, sql } from '../sql.ts'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'

let store: TestHandlers
beforeEach(async () => {
  store = await openHandlers()
})
afterEach(() => store.close())

const commit = 'a'.repeat(40)
const prepare = {
  name: 'prepare',
  commands: ['python prepare.py'],
  outs: [{ path: 'data', digest: `${'1'.repeat(32)}.dir`, size: 12, files: 2 }],
}
const train = {
  name: 'train',
  commands: ['python train.py'],
  needs: ['prepare'],
  deps: [{ path: 'data', digest: `${'1'.repeat(32)}.dir` }],
  params: [{ path: 'params.yaml', key: 'lr', value: 0.1 }],
}
const modified = { kind: 'PARAM', path: 'params.yaml', key: 'lr', state: 'modified', old: 0.1, new: { deep: [1, null, 'é🧬'] } }
const publish = (more: Record<string, unknown> = {}) =>
  store.call('publishPipelineState', {
    project: 'ada/spirals',
    commit,
    branch: 'main',
    is_dirty: false,
    time: 5,
    stages: [prepare, train],
    ...more,
  })
const get = (more: Record<string, unknown> = {}) => store.call('getPipelineState', { project: 'ada/spirals', ...more })
const refusal = (message: string) => ({ code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining(message) })

test('gives back what was published, and says of each stage whether it is stale or waits for one that is', async () => {
  const metrics = [
    {
      path: 'metrics.json',
      metrics: [
        { key: 'acc', value: 0.5 },
        { key: 'loss', value: Number.NaN },
      ],
    },
  ]
  const evaluate = { name: 'evaluate', needs: ['train'], group: 'evaluate', is_frozen: false }
  const frozen = { name: 'frozen', needs: ['train'], is_frozen: true }
  const { state, is_new: isNew } = await publish({
    stages: [evaluate, { ...train, reasons: [modified], run_id: 'b'.repeat(32) }, prepare, frozen],
    metrics,
    run_id: 'c'.repeat(32),
  })
  expect(isNew).toBe(true)
  expect(state).toEqual({
    state_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    commit,
    branch: 'main',
    is_dirty: false,
    time: 5,
    run_id: 'c'.repeat(32),
    first_published: 1_000_000,
    last_published: 1_000_000,
    stages: 4,
    stale: 1,
    waiting: 1,
  })
  const answer = await get()
  expect(answer.pipeline).toEqual({ project: 'ada/spirals', creation_time: 1_000_000, last_update_time: 1_000_000, latest: state })
  expect(answer.state.summary).toEqual(state)
  expect(answer.state.stages.map((stage: { name: string; state: string }) => [stage.name, stage.state])).toEqual([
    ['evaluate', 'WAITING'],
    ['train', 'STALE'],
    ['prepare', 'UP_TO_DATE'],
    ['frozen', 'UP_TO_DATE'],
  ])
  expect(answer.state.stages[1]).toMatchObject({ ...train, reasons: [modified], run_id: 'b'.repeat(32) })
  expect(answer.state.metrics).toEqual([
    {
      path: 'metrics.json',
      metrics: [
        { key: 'acc', value: 0.5 },
        { key: 'loss', value: 'NaN' },
      ],
    },
  ])
})

test('keeps one record of one state, wherever in the history it comes again', async () => {
  const { state: first } = await publish()
  store.clock += 10
  const again = await publish({ time: 15, branch: 'other', stages: [train, prepare], run_id: 'd'.repeat(32) })
  expect(again).toMatchObject({
    is_new: false,
    state: {
      state_id: first.state_id,
      first_published: 1_000_000,
      last_published: 1_000_010,
      time: 15,
      branch: 'other',
      run_id: 'd'.repeat(32),
    },
  })
  const { state: second } = await publish({ is_dirty: true })
  const { state: third } = await publish({ commit: 'b'.repeat(40) })
  expect(new Set([first.state_id, second.state_id, third.state_id]).size).toBe(3)
  await publish()
  const { states } = await store.call('searchPipelineStates', { project: 'ada/spirals' })
  expect(states.map((state: { state_id: string }) => state.state_id)).toEqual([first.state_id, third.state_id, second.state_id])
  expect((await get()).state.summary.state_id).toBe(first.state_id)
  expect((await get({ state_id: second.state_id })).state.summary.is_dirty).toBe(true)
})

test('keeps the runs of stages that were not run again, for those who do not name them', async () => {
  const runsOf = async () => {
    const { state } = await get()
    return [state.summary.run_id, ...state.stages.map((stage: { run_id?: string }) => stage.run_id)]
  }
  const changed = { ...train, outs: [{ path: 'model', digest: '2'.repeat(32), size: 2 ** 60 }] }
  await publish({
    stages: [
      { ...prepare, run_id: 'p1' },
      { ...train, run_id: 't1' },
    ],
    run_id: 'all1',
  })
  await publish()
  expect(await runsOf()).toEqual(['all1', 'p1', 't1'])
  await publish({ is_dirty: true, stages: [prepare, { ...changed, run_id: 't2' }], run_id: 'all2' })
  expect(await runsOf()).toEqual(['all2', 'p1', 't2'])
  await publish({ commit: 'b'.repeat(40), stages: [prepare, { ...changed, reasons: [modified] }] })
  expect(await runsOf()).toEqual([undefined, 'p1', 't2'])
  await publish()
  expect(await runsOf()).toEqual(['all1', 'p1', 't1'])
})

test('lists states and pipelines page by page, those published last first', async () => {
  for (let time = 0; time < 5; time++) {
    store.clock += 1
    await publish({ stages: [{ name: `s${time}` }] })
    await publish({ project: `p${time}` })
  }
  store.clock += 1
  await publish({ project: 'p1' })
  const pages = async (name: 'searchPipelines' | 'searchPipelineStates', more: object, key: string): Promise<unknown[]> => {
    const all: unknown[] = []
    let token: string | undefined
    do {
      const page = await store.call(name, { max_results: 2, page_token: token, ...more })
      expect(page[key].length).toBeLessThanOrEqual(2)
      all.push(...page[key])
      token = page.next_page_token
    } while (token !== undefined)
    return all
  }
  const states = await pages('searchPipelineStates', { project: 'ada/spirals' }, 'states')
  expect(states.map((state) => (state as { first_published: number }).first_published - 1_000_000)).toEqual([5, 4, 3, 2, 1])
  const pipelines = await pages('searchPipelines', {}, 'pipelines')
  expect(pipelines.map((pipeline) => (pipeline as { project: string }).project)).toEqual(['p1', 'p4', 'ada/spirals', 'p3', 'p2', 'p0'])
  expect(pipelines[0]).toMatchObject({ latest: { stages: 2, commit } })
  await expect(store.call('searchPipelines', { page_token: 'nonsense' })).rejects.toMatchObject(refusal('page token'))
  await expect(store.call('searchPipelines', { max_results: 201 })).rejects.toMatchObject(refusal('at most 200'))
})

test('keeps the newest 200 states', async () => {
  const { state: first } = await publish()
  const rows = Array.from({ length: 199 }, (_, index) => sql`(1, ${`s${index}`}, 1, 1, '{"stages":0}', '"stages":[]')`)
  await store.connection.run(
    sql`insert into pipeline_states (pipeline_id, state_id, creation_time, last_update_time, summary, data) values ${join(rows, ', ')}`,
  )
  const idsAfter = async (more: Record<string, unknown>): Promise<string[]> => {
    const { state } = await publish(more)
    const { states } = await store.call('searchPipelineStates', { project: 'ada/spirals', max_results: 200 })
    expect(states[0].state_id).toBe(state.state_id)
    return states.map((kept: { state_id: string }) => kept.state_id)
  }
  expect(await idsAfter({})).toHaveLength(200)
  expect(await idsAfter({ is_dirty: true })).toContain(first.state_id)
  const kept = await idsAfter({ commit: 'b'.repeat(40) })
  expect(kept).toHaveLength(200)
  expect([kept.includes('s0'), kept.includes('s1'), kept.includes('s2')]).toEqual([false, false, true])
})

test('forgets a state, and with the last one the pipeline', async () => {
  const { state: first } = await publish()
  const { state: second } = await publish({ is_dirty: true })
  await store.call('deletePipeline', { project: 'ada/spirals', state_id: second.state_id })
  expect((await get()).state.summary.state_id).toBe(first.state_id)
  await expect(store.call('deletePipeline', { project: 'ada/spirals', state_id: second.state_id })).rejects.toMatchObject({ status: 404 })
  await store.call('deletePipeline', { project: 'ada/spirals', state_id: first.state_id })
  await expect(get()).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
  await publish()
  await publish({ is_dirty: true })
  await store.call('deletePipeline', { project: 'ada/spirals' })
  await expect(store.call('deletePipeline', { project: 'ada/spirals' })).rejects.toMatchObject({ status: 404 })
  expect(await store.call('searchPipelines', {})).toEqual({ pipelines: [] })
})

const ring = (length: number) => Array.from({ length }, (_, index) => ({ name: `s${index}`, needs: [`s${(index + 1) % length}`] }))
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])

test.each([
  [
    {
      stages: [
        { name: 'a', needs: ['b'] },
        { name: 'b', needs: ['c'] },
        { name: 'c', needs: ['b'] },
      ],
    },
    `'stages' has a cycle: "b" needs "c" needs "b"`,
  ],
  [{ stages: [{ name: 'a', needs: ['a'] }] }, '"a" needs "a"'],
  [{ stages: ring(5_000) }, '"s8" needs "s9" needs …'],
  [{ stages: [prepare, { ...train, needs: ['nowhere'] }] }, `'stages[1].needs[0]': there is no stage "nowhere"`],
  [{ stages: [prepare, prepare] }, `'stages[1].name': there is another stage "prepare"`],
  [{ stages: [{ ...prepare, comands: ['x'] }] }, `Unknown parameter 'stages[0].comands'`],
  [{ stages: [{ ...prepare, state: 'STALE' }] }, `Unknown parameter 'stages[0].state'`],
  [{ stages: [{ ...train, reasons: [{ ...modified, kind: 'MOON' }] }] }, `"MOON" for parameter 'stages[0].reasons[0].kind'`],
  [{ stages: [{ ...train, reasons: [{ ...modified, new: nested(40) }] }] }, `'stages[0].reasons[0].new' is nested more than 32 levels`],
  [{ stages: [{ ...train, params: [{ path: 'p', value: { a: '\ud800' } }] }] }, 'half of a surrogate pair'],
  [{ stages: Array.from({ length: 20_001 }, (_, index) => ({ name: `s${index}` })) }, `'stages' has 20001 items; it may have 20000`],
  [{ stages: [{ name: 'n'.repeat(4_097) }] }, `'stages[0].name' has 4097 characters; it may have 4096`],
  [{ stages: [{ name: 'n', description: 'x'.repeat(10_001) }] }, `'stages[0].description' has 10001 characters`],
  [{ stages: [{ commands: ['x'] }] }, `Missing value for required parameter 'stages[0].name'`],
  [{ stages: [{ name: 'a', deps: [{ digest: 'x' }] }] }, `Missing value for required parameter 'stages[0].deps[0].path'`],
  [{ stages: 'none' }, `for parameter 'stages'`],
  [{ stages: [17] }, `for parameter 'stages[0]'`],
  [{ stages: [{ name: 'a', outs: [{ path: 'x', size: 'large' }] }] }, `for parameter 'stages[0].outs[0].size'`],
  [{ metrics: [{ path: 'm.json', metrics: [{ key: 'acc', value: 'good' }] }] }, `for parameter 'metrics[0].metrics[0].value'`],
  [{ commit: 'HEAD' }, `"HEAD" for parameter 'commit'`],
  [{ time: -1 }, `-1 for parameter 'time'`],
  [{ time: '9223372036854775807' }, `for parameter 'time'`],
  [{ time: undefined }, `required parameter 'time'`],
  [{ project: '' }, `required parameter 'project'`],
  [{ project: ' p' }, `" p" for parameter 'project'`],
  [{ project: 'a\u0000b' }, `for parameter 'project'`],
  [{ project: 'p'.repeat(251) }, `'project' has 251 characters`],
  [{ stages: Array.from({ length: 50 }, (_, index) => ({ name: `s${index}`, commands: ['x'.repeat(100_000)] })) }, 'characters as JSON'],
])('refuses with the place what is not sound, and keeps nothing of it (%#)', async (more, message) => {
  await expect(publish(more)).rejects.toMatchObject(refusal(message))
  expect(await store.call('searchPipelines', {})).toEqual({ pipelines: [] })
})

test('takes names in any language, and those that mean something to JavaScript', async () => {
  const names = ['__proto__', 'constructor', 'обучение', '訓練@α-β', 'a b/c.yaml:d', '🧬', '\u202e']
  const { state } = await publish({ project: 'проект/鍵 🧬', stages: names.map((name, index) => ({ name, needs: names.slice(0, index) })) })
  const answer = await store.call('getPipelineState', { project: 'проект/鍵 🧬', state_id: state.state_id })
  expect(answer.state.stages.map((stage: { name: string }) => stage.name)).toEqual(names)
})
