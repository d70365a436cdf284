import { afterEach, beforeEach, expect, test } from 'vitest'
import { join, list, type Sql, sql } from '../sql.ts'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'

let store: TestHandlers
beforeEach(async () => {
  store = await openHandlers()
})
afterEach(() => store.close())

/** A digest that says whose it is. */
const digest = (letter: string, ending = ''): string => letter.charCodeAt(0).toString(16).padStart(2, '0').repeat(16) + ending
const toFiles = (files: Files = []) => files.map(([path, of]) => ({ path, digest: of }))
const dataset = ([name, of, related]: Made) => ({
  name,
  digest: of,
  source_type: 'local',
  source: name,
  ...(related === undefined ? {} : { files: toFiles(related.files), folders: toFiles(related.folders) }),
})

/** Pairs of path and digest. */
type Files = readonly (readonly [string, string])[]
type Made = readonly [name: string, digest: string, related?: { readonly files?: Files; readonly folders?: Files }]

interface Work {
  readonly reads?: readonly Made[]
  readonly makes?: readonly Made[]
  readonly experiment?: string
}

/** A run that read and made data: pairs of name and digest. */
async function runThat(name: string, { reads = [], makes = [], experiment = '0' }: Work): Promise<string> {
  const { run } = await store.call('createRun', { experiment_id: experiment, run_name: name })
  const id = run.info.run_id as string
  const datasets = reads.map((read) => ({ dataset: dataset(read) }))
  if (datasets.length > 0) await store.call('logInputs', { run_id: id, datasets })
  if (makes.length > 0) await store.call('logDatasetOutputs', { run_id: id, datasets: makes.map(dataset) })
  return id
}

interface Node {
  readonly id: string
  readonly run?: { readonly run_name: string }
  readonly data?: { readonly names: readonly string[]; readonly digest: string }
  readonly distance: number
  readonly has_more?: boolean
}

/** The graph in short: nodes as `name distance`, edges as `from>to`. */
async function lineage(request: Readonly<Record<string, unknown>>) {
  const answer = await store.call('getLineage', request)
  const nodes = (answer.nodes as readonly Node[]).map((node) => ({ ...node, name: node.run?.run_name ?? node.data?.names[0] ?? '' }))
  const nameOf = (id: string): string => nodes.find((node) => node.id === id)?.name ?? '?'
  return {
    nodes: nodes.map(({ name, distance, has_more: more }) => `${name} ${distance}${more === true ? '+' : ''}`).toSorted(),
    edges: (answer.edges as readonly { from: string; to: string }[]).map(({ from, to }) => `${nameOf(from)}>${nameOf(to)}`).toSorted(),
    root: nameOf(answer.root),
    isWhole: answer.is_whole as boolean,
  }
}

/** raw → prepare → clean → train → model → evaluate → report; raw and clean are read by others, too. */
async function makeChain() {
  const prepare = await runThat('prepare', { reads: [['raw', digest('a')]], makes: [['clean', digest('b', '.dir')]] })
  const train = await runThat('train', { reads: [['clean', digest('b', '.dir')]], makes: [['model', digest('c')]] })
  const evaluate = await runThat('evaluate', { reads: [['model', digest('c')]], makes: [['report', digest('d')]] })
  const explore = await runThat('explore', { reads: [['clean', digest('b', '.dir')]] })
  return { prepare, train, evaluate, explore }
}

test('a run comes from what made its data, and leads to what was made of them', async () => {
  const { train } = await makeChain()
  expect(await lineage({ run_id: train })).toEqual({
    root: 'train',
    nodes: ['clean -1', 'evaluate 2', 'model 1', 'prepare -2', 'raw -3', 'report 3', 'train 0'],
    edges: ['clean>train', 'evaluate>report', 'model>evaluate', 'prepare>clean', 'raw>prepare', 'train>model'],
    isWhole: true,
  })
})

test('data lead to all that read them, one way or both', async () => {
  await makeChain()
  expect((await lineage({ digest: digest('b', '.dir'), direction: 'DOWN' })).nodes).toEqual([
    'clean 0',
    'evaluate 3',
    'explore 1',
    'model 2',
    'report 4',
    'train 1',
  ])
  expect((await lineage({ digest: digest('b', '.dir'), direction: 'UP' })).nodes).toEqual(['clean 0', 'prepare -1', 'raw -2'])
  expect((await lineage({ digest: `md5:${digest('d').slice(0, 8).toUpperCase()}`, direction: 'UP' })).root).toBe('report')
})

test('says where the answer ends before the data do', async () => {
  const { prepare } = await makeChain()
  const near = await lineage({ run_id: prepare, depth: 1 })
  expect(near).toMatchObject({ nodes: ['clean 1+', 'prepare 0', 'raw -1'], isWhole: false })
  expect(await lineage({ run_id: prepare, depth: 0 })).toMatchObject({ nodes: ['prepare 0+'], isWhole: false })
  const few = await lineage({ run_id: prepare, max_results: 3 })
  expect(few).toMatchObject({ nodes: ['clean 1+', 'prepare 0', 'raw -1'], isWhole: false })
})

test('an answer is not whole where only the second of two things next to its end was left out', async () => {
  const near = await runThat('near', {
    reads: [
      ['a', digest('a')],
      ['b', digest('b')],
    ],
    makes: [['a', digest('a')]],
  })
  await runThat('far', { makes: [['b', digest('b')]] })
  expect(await lineage({ run_id: near, depth: 1 })).toMatchObject({ nodes: ['a -1', 'b -1+', 'near 0'], isWhole: false })
  expect(await lineage({ digest: digest('a'), depth: 1 })).toMatchObject({ nodes: ['a 0', 'near -1+'], isWhole: false })
})

test('data are the same by their digest, whatever runs of whatever experiment called them', async () => {
  const { experiment_id: experiment } = await store.call('createExperiment', { name: 'other' })
  await runThat('maker', { makes: [['out/model.bin', digest('a')]] })
  const user = await runThat('user', { reads: [['models/base.bin', digest('a')]], experiment })
  expect((await lineage({ run_id: user })).edges).toEqual(['models/base.bin>user', 'maker>models/base.bin'].toSorted())
})

test('a folder leads to runs that read a file of it, and to no other of its files', async () => {
  const files = [
    ['1.txt', digest('1')],
    ['2.txt', digest('2')],
  ] as const
  const prepare = await runThat('prepare', { makes: [['data', digest('a', '.dir'), { files }]] })
  const one = await runThat('one', { reads: [['data/1.txt', digest('1')]], makes: [['one', digest('b')]] })
  await runThat('two', { reads: [['data/2.txt', digest('2')]] })
  expect(await lineage({ run_id: one })).toEqual({
    root: 'one',
    nodes: ['data -2', 'data/1.txt -1', 'one 0', 'one 1', 'prepare -3'],
    edges: ['data/1.txt>one', 'data>data/1.txt', 'one>one', 'prepare>data'],
    isWhole: true,
  })
  expect((await lineage({ run_id: prepare })).edges).toEqual([
    'data/1.txt>one',
    'data/2.txt>two',
    'data>data/1.txt',
    'data>data/2.txt',
    'one>one',
    'prepare>data',
  ])
})

test('files that runs made lead to who read their folder', async () => {
  const folders = [['1.txt', digest('a', '.dir')]] as const
  const maker = await runThat('maker', { makes: [['out/1.txt', digest('1')]] })
  const other = await runThat('other', { makes: [['out/2.txt', digest('2'), { folders: [['2.txt', digest('a', '.dir')]] }]] })
  const reader = await runThat('reader', {
    reads: [
      ['out', digest('a', '.dir')],
      ['out/1.txt', digest('1'), { folders }],
    ],
  })
  expect((await lineage({ run_id: maker })).edges).toEqual(['maker>out/1.txt', 'out/1.txt>out', 'out/1.txt>reader', 'out>reader'])
  expect((await lineage({ run_id: other })).edges).toEqual(['other>out/2.txt', 'out/2.txt>out', 'out>reader'])
  expect((await lineage({ run_id: reader, direction: 'UP' })).edges).toEqual([
    'maker>out/1.txt',
    'other>out/2.txt',
    'out/1.txt>out',
    'out/1.txt>reader',
    'out/2.txt>out',
    'out>reader',
  ])
})

test('a file that only its folder tells of can be asked for, and so can a folder that only its file does', async () => {
  const files = [
    ['1.txt', digest('1')],
    ['.keep', 'd41d8cd98f00b204e9800998ecf8427e'],
  ] as const
  await runThat('prepare', { makes: [['data', digest('a', '.dir'), { files }]] })
  const known = await lineage({ digest: digest('1').slice(0, 8) })
  expect(known).toMatchObject({ root: '1.txt', edges: ['data>1.txt', 'prepare>data'] })
  await runThat('user', { reads: [['raw/x', digest('c'), { folders: [['x', digest('d', '.dir')]] }]] })
  expect((await lineage({ digest: digest('d', '.dir') })).edges).toEqual(['>raw/x', 'raw/x>user'])
  await expect(lineage({ digest: 'd41d8cd98f00b204e9800998ecf8427e' })).rejects.toMatchObject({ status: 404 })
  await expect(lineage({ digest: digest('1'), name: 'x' })).rejects.toMatchObject({ status: 404 })
})

test('more files than are taken of a folder, or too long a digest, are refused', async () => {
  const files = Array.from({ length: 1_001 }, (_, index) => [String(index), digest('1')] as const)
  await expect(runThat('a', { makes: [['data', digest('a', '.dir'), { files }]] })).rejects.toMatchObject({ status: 400 })
  await expect(runThat('b', { reads: [['data', digest('a', '.dir'), { folders: [['x', 'f'.repeat(65)]] }]] })).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('folders.digest'),
  })
})

test('digests that are short go with a name', async () => {
  await runThat('rows', { makes: [['iris', '150']] })
  const same = await runThat('same', { reads: [['iris', '150']] })
  const other = await runThat('other', { reads: [['moons', '150']] })
  expect((await lineage({ run_id: same })).edges).toEqual(['iris>same', 'rows>iris'])
  expect((await lineage({ run_id: other })).edges).toEqual(['moons>other'])
  await expect(lineage({ digest: '150' })).rejects.toMatchObject({ status: 400, hint: expect.stringContaining('"iris"') })
  expect((await lineage({ digest: '150', name: 'moons' })).edges).toEqual(['moons>other'])
})

test('what is empty joins nothing, but can be asked for', async () => {
  const empty = 'd41d8cd98f00b204e9800998ecf8427e'
  await runThat('one', { makes: [['.keep', empty]] })
  const two = await runThat('two', { reads: [['__init__.py', empty]] })
  expect(await lineage({ run_id: two })).toMatchObject({ edges: ['__init__.py>two'], isWhole: true })
  expect((await lineage({ digest: empty })).edges).toHaveLength(2)
})

test('circles end: a run that made what it read, and two that made what the other read', async () => {
  const self = await runThat('self', { reads: [['state', digest('a')]], makes: [['state', digest('a')]] })
  expect(await lineage({ run_id: self })).toMatchObject({ edges: ['self>state', 'state>self'], isWhole: true })
  const one = await runThat('one', { reads: [['x', digest('b')]], makes: [['y', digest('c')]] })
  await runThat('two', { reads: [['y', digest('c')]], makes: [['x', digest('b')]] })
  expect((await lineage({ run_id: one })).edges).toEqual(['one>y', 'two>x', 'x>one', 'y>two'])
})

/** All but the first of so many. */
function insertRuns(count: number): Sql {
  const rows = Array.from({ length: count - 1 }, (_, index) => list([`r${index + 1}`, 0, `r${index + 1}`, '', 3, 1, '']))
  return sql`insert into runs (uuid, experiment_id, name, user_id, status, start_time, artifact_uri) values ${join(rows, ', ')}`
}

test('data that very many runs read are told of by the newest, and by pages', async () => {
  await runThat('r0', { reads: [['raw', digest('a')]] })
  const [runs, inputs] = [
    insertRuns(130),
    sql`insert into inputs (run_id, dataset_id) select r.id, d.id from runs r, datasets d where r.id > 1`,
  ]
  for (const statement of [runs, inputs]) await store.connection.run(statement)
  const { nodes, isWhole } = await lineage({ digest: digest('a'), max_results: 1_000 })
  expect(nodes).toHaveLength(101)
  expect(nodes).toContain('r129 1')
  expect(nodes).toContain('raw 0+')
  expect(isWhole).toBe(false)
  const names: string[] = []
  let token: string | undefined
  do {
    const page = await store.call('searchDataRuns', { digest: digest('a'), role: 'READ', max_results: 50, page_token: token })
    names.push(...page.runs.map((run: { run_name: string }) => run.run_name))
    token = page.next_page_token
  } while (token !== undefined)
  expect(names).toEqual(Array.from({ length: 130 }, (_, index) => `r${129 - index}`))
  expect(await store.call('searchDataRuns', { digest: digest('a'), role: 'MADE' })).toEqual({ runs: [] })
})

test('deleted runs are left out', async () => {
  const { train, explore } = await makeChain()
  await store.call('deleteRun', { run_id: train })
  expect((await lineage({ digest: digest('b', '.dir') })).edges).toEqual(['clean>explore', 'prepare>clean', 'raw>prepare'])
  expect((await lineage({ run_id: explore })).nodes).toEqual(['clean -1', 'explore 0', 'prepare -2', 'raw -3'])
})

test('a run shows the data it made', async () => {
  const id = await runThat('maker', {
    makes: [
      ['model', digest('a')],
      ['log', 'f'.repeat(64)],
    ],
  })
  await store.call('logDatasetOutputs', { run_id: id, datasets: [dataset(['model', digest('a')])] })
  await store.call('logOutputs', { run_id: id, models: [{ model_id: 'm-1' }] })
  const { run } = await store.call('getRun', { run_id: id })
  expect(run.outputs).toEqual({
    model_outputs: [{ model_id: 'm-1', step: 0 }],
    dataset_outputs: [{ dataset: dataset(['model', digest('a')]) }, { dataset: dataset(['log', 'f'.repeat(64)]) }],
  })
})

test.each([
  [{}, 400, "Missing value for required parameter 'digest'"],
  [{ run_id: 'a'.repeat(32) }, 404, 'not found'],
  [{ run_id: 'a'.repeat(32), digest: 'b' }, 400, 'not both'],
  [{ digest: 'beef' }, 404, "the digest 'beef'"],
  [{ digest: digest('z') }, 404, 'No run recorded data'],
  [{ digest: 'ab'.repeat(16), depth: 51 }, 400, "51 for parameter 'depth'"],
  [{ digest: 'ab'.repeat(16), depth: -1 }, 400, "-1 for parameter 'depth'"],
  [{ digest: 'ab'.repeat(16), max_results: 1_001 }, 400, 'at most 1000'],
])('refuses what can not be asked: %j', async (request, status, message) => {
  await expect(lineage(request)).rejects.toMatchObject({ status, message: expect.stringContaining(message) })
})

test('asks for more of a digest that begins several', async () => {
  await runThat('x', {
    makes: [
      ['one', `abcdef${'0'.repeat(26)}`],
      ['two', `abcdef${'1'.repeat(26)}`],
    ],
  })
  await expect(lineage({ digest: 'abcdef' })).rejects.toMatchObject({
    status: 400,
    hint: expect.stringContaining(`abcdef${'0'.repeat(26)}, abcdef1`),
  })
  expect((await lineage({ digest: 'abcdef1' })).root).toBe('two')
})

test('refuses outputs that are too many or too long, and those of a deleted run', async () => {
  const id = await runThat('maker', {})
  const log = (datasets: unknown[]) => store.call('logDatasetOutputs', { run_id: id, datasets })
  await expect(log(Array.from({ length: 1_001 }, () => dataset(['d', 'x'])))).rejects.toThrow('may name 1000 datasets')
  await expect(log([dataset(['d', 'x'.repeat(65)])])).rejects.toThrow("'digest' exceeds the maximum length of 64")
  await expect(log([{ name: 'd' }])).rejects.toThrow("'datasets[0].digest'")
  await store.call('deleteRun', { run_id: id })
  await expect(log([dataset(['d', 'x'])])).rejects.toThrow("must be in the 'active' state")
})
