import { type Int64, parseRunFilter, parseRunOrderBy, type ViewType } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { resolveKeys } from './filter-keys.ts'
import { fingerprintOf, readPageToken, writePageToken } from './page-token.ts'
import { comparePositions } from './position.ts'
import { type FoundRun, prepareSearch, type RunSearch } from './run-search.ts'
import { searchOneExperiment } from './search-one-experiment.ts'

export interface RunQuery {
  readonly experimentIds: readonly Int64[]
  readonly filter: string
  readonly orderBy: readonly string[]
  readonly view: ViewType
  /** How many runs at most. */
  readonly limit: number
  readonly pageToken?: string | undefined
  /** See {@link RunQuestion.firstBudget}; tests make it small, to walk far in little data. */
  readonly firstBudget?: number | undefined
}

export interface FoundPage {
  readonly runs: readonly FoundRun[]
  /** Whether there are more. */
  readonly hasMore: boolean
  /** What continues behind one of the runs. */
  readonly tokenAfter: (run: FoundRun) => string
}

/** Finds a page of runs. Throws INVALID_PARAMETER_VALUE for a filter, order or page token that is not understood. */
export async function searchRuns(connection: Connection, query: RunQuery): Promise<FoundPage> {
  const search = await prepare(connection, query)
  const paged = { fingerprint: fingerprintOf(query.filter, query.orderBy), columns: search.columns }
  const after = query.pageToken === undefined || query.pageToken === '' ? undefined : readPageToken(paged, query.pageToken)
  const need = query.limit + 1
  let found: readonly FoundRun[] = []
  for (const experimentId of new Set(query.experimentIds)) {
    // Ids are counted up from 1: none is beyond 2^53.
    if (typeof experimentId === 'bigint') continue
    // What comes behind a full page of the experiments so far is not even read.
    const until = found.length < need ? undefined : found.at(-1)?.position
    const more = await searchOneExperiment(search, experimentId, { need, after, until })
    found = found.length === 0 ? more : merge(search, found, more).slice(0, need)
  }
  return {
    runs: found.slice(0, query.limit),
    hasMore: found.length > query.limit,
    tokenAfter: ({ position }) => writePageToken(paged, position),
  }
}

async function prepare(connection: Connection, { filter: text, orderBy: items, view, firstBudget }: RunQuery): Promise<RunSearch> {
  const filter = parseRunFilter(text)
  const orderBy = parseRunOrderBy(items)
  const keys = await resolveKeys(connection, filter, orderBy)
  return prepareSearch({ connection, filter, orderBy, keys, view, firstBudget })
}

function merge(search: RunSearch, a: readonly FoundRun[], b: readonly FoundRun[]): FoundRun[] {
  return [...a, ...b].toSorted((one, other) => comparePositions(search.columns, one.position, other.position))
}
