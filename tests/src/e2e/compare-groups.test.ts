import { createClient } from '@reprise/client'
import { createTemporaryFolder, type RunningRepriseServer, startRepriseServer, type TemporaryFolder } from '@reprise/testing'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reprise } from './reprise.ts'

const DAY = 86_400_000
const now = Date.now()
/** More than two pages of a search. */
const IMPORTS = 2_400

let folder: TemporaryFolder
let server: RunningRepriseServer
let slow: string

interface Made {
  readonly procedure: string
  readonly start: number
  readonly seconds: number
  readonly success: number
  readonly team?: string
}

async function make({ procedure, start, seconds, success, team }: Made): Promise<string> {
  const client = createClient({ url: server.url })
  const tags = team === undefined ? [] : [{ key: 'team', value: team }]
  const { run } = await client.createRun({ experiment_id: '0', run_name: procedure, start_time: start, tags })
  const id = run.info.run_id
  await client.logBatch({
    run_id: id,
    metrics: [
      { key: 'duration_seconds', value: seconds, timestamp: start, step: 0 },
      { key: 'success', value: success, timestamp: start, step: 0 },
    ],
    params: [{ key: 'procedure_name', value: procedure }],
    tags: [],
  })
  return id
}

beforeAll(async () => {
  folder = await createTemporaryFolder('compare-groups')
  server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
  const wave = (index: number): number => ((index * 7) % 10) / 10
  // It becomes slower by a second a day, and every fourth time fails.
  for (let day = 40; day > 0; day--) {
    const made = {
      procedure: 'close-issue',
      start: now - day * DAY,
      seconds: 50 - day + wave(day),
      success: day % 4 === 0 ? 0 : 1,
      team: 'a',
    }
    await make(made)
  }
  slow = await make({ procedure: 'close-issue', start: now - DAY / 2, seconds: 600, success: 1, team: 'b' })
  const imports = Array.from({ length: IMPORTS }, (_, index) => index)
  const work = async (): Promise<void> => {
    for (let index = imports.pop(); index !== undefined; index = imports.pop()) {
      await make({ procedure: 'import', start: now - 100 * DAY + index, seconds: 2 + wave(index), success: 1 })
    }
  }
  await Promise.all(Array.from({ length: 16 }, work))
}, 400_000)
afterAll(async () => {
  await server.stop()
  await folder.remove()
})

const compare = (...args: string[]) => reprise(['runs', 'compare', ...args], { env: { MLFLOW_TRACKING_URI: server.url, COLUMNS: '140' } })

async function json(...args: string[]): Promise<Record<string, unknown> & { readonly groups: readonly Record<string, unknown>[] }> {
  const { stdout, stderr } = await compare(...args, '--json')
  expect(stderr).toBe('')
  return JSON.parse(stdout) as Record<string, unknown> & { readonly groups: readonly Record<string, unknown>[] }
}

describe('reprise runs compare --group-by', () => {
  it('says of each procedure how often it succeeds, how long it takes, where that goes, and which runs stand out', async () => {
    const answer = await json('--group-by', 'procedure_name')
    expect(answer).toMatchObject({ group_by: 'params.procedure_name', metric: 'duration_seconds', runs: IMPORTS + 41, are_more: false })
    const [imports, closing] = answer.groups
    expect(imports).toMatchObject({
      group: 'import',
      count: IMPORTS,
      success_rate: 1,
      p95: 2.9,
      anomalies: [],
      trend: { direction: 'steady' },
    })
    expect(imports?.['median']).toBeCloseTo(2.45, 9)
    expect(closing).toMatchObject({ group: 'close-issue', count: 41, succeeded: 31, failed: 10, trend: { direction: 'rising' } })
    expect(closing?.['trend']).toMatchObject({ slope_per_day: expect.closeTo(1, 1) as number })
    expect(closing?.['anomalies']).toMatchObject([{ run_id: slow, value: 600 }])
  })

  it('shows it as a table', async () => {
    const { stdout, code } = await compare('--group-by', 'procedure_name')
    const [titles, ...lines] = stdout.trimEnd().split('\n')
    expect(titles).toMatch(/^procedure_name +RUNS +SUCCESS +MEDIAN +P95 +TREND +ANOMALIES +LAST$/)
    expect(lines[0]).toMatch(/^import +2400 +100% +2\.\ds +2\.9s +steady +0 +/)
    expect(lines[1]).toMatch(/^close-issue +41 +75\.6% +\d\d\.\ds +\d\d\.\ds +rising, \+\d+% +1 +12h$/)
    expect(lines[2]).toMatch(new RegExp(`^close-issue: ${slow} of .* has 10m00s, where \\d\\d\\.\\ds was usual$`))
    expect(code).toBe(0)
  })

  it('takes part of the runs, another metric, and tags', async () => {
    expect(await json('--group-by', 'procedure_name', '--since', '10d')).toMatchObject({ runs: 10 })
    expect(await json('--group-by', 'procedure_name', '--filter', 'metrics.success = 0 OR tags.team = "b"')).toMatchObject({
      groups: [{ group: 'close-issue', count: 11, failed: 10 }],
    })
    expect(await json('--group-by', 'tags.team', '--metric', 'success')).toMatchObject({
      group_by: 'tags.team',
      groups: [
        { group: 'a', count: 40, median: 1 },
        { group: 'b', count: 1, trend: { direction: 'unknown' } },
      ],
    })
    expect((await json('--group-by', 'team')).groups).toHaveLength(2)
    expect(await json('--group-by', 'status', '-n', '1500')).toMatchObject({ runs: 1_500, are_more: true, groups: [{ group: 'RUNNING' }] })
  })

  it('says what it can not do', async () => {
    expect(await compare('--group-by', 'metrics.loss')).toMatchObject({ code: 2, stderr: expect.stringContaining('no kind of run') })
    expect(await compare('abc', '--group-by', 'x')).toMatchObject({ code: 2 })
    expect(await compare('--group-by', 'nobody_has_this')).toEqual({ code: 0, stdout: '', stderr: 'No run has params.nobody_has_this.\n' })
    expect(await compare('--group-by', 'x', '--filter', 'this is no filter')).toMatchObject({ code: 1 })
    expect(await compare('--group-by', 'x', '--since', 'then')).toMatchObject({ code: 2 })
    expect(await compare()).toMatchObject({ code: 1, stderr: expect.stringContaining('two runs or more') })
  })
})
