import type { Run, RunRecord } from '@reprise/protocol'
import { describe, expect, it } from 'vitest'
import { describeCrate } from './describe-crate.ts'

// What `rocrate-validator validate --profile-identifier process-run-crate` demands of a crate and of the run in it, as far as a run knows it.
type Entity = Record<string, unknown> & { readonly '@id': string }

const run = {
  info: {
    run_id: 'a1',
    run_uuid: 'a1',
    experiment_id: '0',
    run_name: 'small',
    user_id: '',
    status: 'FINISHED',
    start_time: 0,
    end_time: 61_500,
  },
  data: { metrics: [], summaries: [], params: [], tags: [{ key: 'mlflow.user', value: 'ada' }] },
} as unknown as Run
const record = {
  command: { argv: ['python3', 'train.py'] },
  code: {
    kind: 'GIT',
    commit: 'c0ffee',
    uncommitted: true,
    remotes: [{ name: 'origin', url: 'https://git.example/r' }],
    files: [],
    submodules: [],
  },
  inputs: [{ path: 'data.csv', size: 4, sha256: 'd1', kept: 'inputs/data.csv' }],
  outputs: [
    { path: 'ü b.txt', size: 1, sha256: 'd2', kept: 'outputs/ü b.txt' },
    { path: 'big.bin', size: 9, sha256: 'd3' },
  ],
} as unknown as RunRecord
const members = ['metrics/1.jsonl', 'artifacts/inputs/data.csv', 'artifacts/outputs/ü b.txt', 'artifacts/plots/a.PNG', 'run.json'].map(
  (path) => ({
    path,
    size: 4,
    sha256: 'ff',
  }),
)

function graphOf(described: Parameters<typeof describeCrate>[0]): Map<string, Entity> {
  const { '@graph': graph } = JSON.parse(JSON.stringify(describeCrate(described))) as { '@graph': Entity[] }
  const byId = new Map(graph.map((entity) => [entity['@id'], entity]))
  expect(byId.size).toBe(graph.length)
  return byId
}

describe('the crate of a run', () => {
  const graph = graphOf({ run, record, members })

  it('names its profile, its license and its author as entities of their own', () => {
    expect(graph.get('ro-crate-metadata.json')).toMatchObject({
      about: { '@id': './' },
      conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
    })
    const root = graph.get('./')
    expect(root).toMatchObject({
      '@type': 'Dataset',
      name: 'small',
      datePublished: '1970-01-01T00:01:01.500+00:00',
      mentions: { '@id': '#run' },
    })
    for (const name of ['conformsTo', 'license', 'author']) expect(graph.get(idOf(root?.[name]))).toHaveProperty('name')
    expect(idOf(root?.['conformsTo'])).toBe('https://w3id.org/ro/wfrun/process/0.5')
    expect(graph.get('#agent')).toMatchObject({ '@type': 'Person', name: 'ada' })
  })

  it('describes every member, with its media type, under its name as a URI', () => {
    const types = [...graph.values()]
      .filter((entity) => entity['@type'] === 'File')
      .map((entity) => [entity['@id'], entity['encodingFormat']])
    expect(types).toEqual([
      ['metrics/1.jsonl', 'application/jsonl'],
      ['artifacts/inputs/data.csv', 'text/csv'],
      ['artifacts/outputs/%C3%BC%20b.txt', 'text/plain'],
      ['artifacts/plots/a.PNG', 'image/png'],
      ['run.json', 'application/json'],
    ])
  })

  it('tells what was run, from what, and what came of it; one value stands alone, and everything named is there', () => {
    const action = graph.get('#run')
    expect(action).toMatchObject({
      '@type': 'CreateAction',
      description: 'Ran: python3 train.py',
      startTime: '1970-01-01T00:00:00.000+00:00',
      actionStatus: 'http://schema.org/CompletedActionStatus',
      object: { '@id': 'artifacts/inputs/data.csv' },
      instrument: { '@id': '#command' },
    })
    const results = action?.['result'] as { '@id': string }[]
    expect(results.map(idOf)).toEqual(['artifacts/outputs/%C3%BC%20b.txt', '#file/big.bin/d3', 'artifacts/plots/a.PNG'])
    for (const { '@id': id } of results) expect(graph.has(id)).toBe(true)
    expect(graph.get('#command')).toMatchObject({ url: 'https://git.example/r', softwareVersion: 'c0ffee and changes' })
  })

  it('of a run without a record still has an action with an instrument', () => {
    const bare = graphOf({ run: { ...run, data: { metrics: [], summaries: [], params: [], tags: [] } }, record: undefined, members })
    expect(bare.get(idOf(bare.get('#run')?.['instrument']))).toHaveProperty('name')
    expect(bare.get('./')).not.toHaveProperty('author')
    expect(bare.has('#agent')).toBe(false)
  })
})

function idOf(reference: unknown): string {
  return (reference as { '@id': string })['@id']
}
