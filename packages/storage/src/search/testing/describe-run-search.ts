import { printFilter, type ViewType } from '@reprise/protocol'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OpenConnection, TestConnection } from '../../operations/testing/open-connection.ts'
import { sql } from '../../sql.ts'
import { searchRuns } from '../search-runs.ts'
import { filters, modelRuns, orders, printOrder } from './arbitraries.ts'
import { insertRun } from './insert-run.ts'
import { expectedRuns, type ModelRun } from './model.ts'

const EXPERIMENTS = [101, 102, 103]

/** What every database must find: compared, for random runs and searches, with the plainest program that could find it. */
export function describeRunSearch(database: string, open: OpenConnection, runs = 300): void {
  describe(`search for runs on ${database}`, () => {
    let connection: TestConnection
    beforeEach(async () => void (connection = await open()))
    afterEach(() => connection.close())

    test('finds what a plain program finds, page by page, while others create runs', { timeout: 300_000 }, async () => {
      const searches = fc.array(
        fc.record({
          filter: filters,
          orderBy: orders,
          view: fc.constantFrom<ViewType>('ACTIVE_ONLY', 'ACTIVE_ONLY', 'DELETED_ONLY', 'ALL'),
          experiments: fc.subarray(EXPERIMENTS, { minLength: 1 }),
          pageSize: fc.constantFrom(1, 2, 3, 7, 100),
          firstBudget: fc.constantFrom(0, 1, 4, undefined),
        }),
        { minLength: 5, maxLength: 12 },
      )
      await fc.assert(
        fc.asyncProperty(modelRuns(EXPERIMENTS), modelRuns(EXPERIMENTS), searches, async (stored, added, drawn) => {
          await clear(connection)
          for (const run of stored) await insertRun(connection, run)
          const late = added.map((run) => ({ ...run, uuid: `${run.uuid.slice(0, 4)}f${run.uuid.slice(5)}` }))
          for (const { filter, orderBy, view, experiments, ...paging } of drawn) {
            const seen = stored.filter((run) => experiments.includes(run.experimentId) && isSeen(run, view))
            const query = { experimentIds: experiments, filter: printFilter(filter), orderBy: printOrder(orderBy), view }
            const found = await readPages(connection, { ...query, ...paging, limit: paging.pageSize }, late)
            const before = new Set(stored.map((run) => run.uuid))
            expect(
              found.filter((uuid) => before.has(uuid)),
              JSON.stringify(query),
            ).toEqual(expectedRuns(seen, filter, orderBy))
          }
        }),
        { numRuns: runs },
      )
    })
  })
}

function isSeen(run: ModelRun, view: ViewType): boolean {
  return view === 'ALL' || run.deleted === (view === 'DELETED_ONLY')
}

type Query = Parameters<typeof searchRuns>[1]

/** All pages of a search; between two of them one more run is added. */
async function readPages(connection: TestConnection, query: Query, late: ModelRun[]): Promise<string[]> {
  const found: string[] = []
  for (let pageToken: string | undefined; ;) {
    const page = await searchRuns(connection, { ...query, pageToken })
    expect(page.runs.length).toBeLessThanOrEqual(query.limit)
    found.push(...page.runs.map(({ run }) => run.uuid))
    const last = page.runs.at(-1)
    if (!page.hasMore || last === undefined) return found
    pageToken = page.tokenAfter(last)
    const run = late.shift()
    if (run !== undefined) await insertRun(connection, run)
  }
}

async function clear(connection: TestConnection): Promise<void> {
  for (const table of ['runs', 'params', 'tags', 'metrics', 'inputs', 'input_tags', 'datasets']) {
    await connection.run(sql`delete from ${{ texts: [table], values: [] }}`)
  }
}
