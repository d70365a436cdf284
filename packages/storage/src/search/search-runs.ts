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

/** Experiments that are searched together: where a database is far away, their questions travel together. */
const AT_ONCE = 8

/** Finds a page of runs. Throws INVALID_PARAMETER_VALUE for a filter, order or page token that is not understood. */
export async function searchRuns(connection: Connection, query: RunQuery): Promise<FoundPage> {
  const search = await prepare(connection, query)
  const paged = { fingerprint: fingerprintOf(query.filter, query.orderBy), columns: search.columns }
  const after = query.pageToken === undefined || query.pageToken === '' ? undefined : readPageToken(paged, query.pageToken)
  const need = query.limit + 1
  // Ids are counted up from 1: none is beyond 2^53.
  const experimentIds = [...new Set(query.experimentIds)].filter((id) => typeof id === 'number')
  let found: readonly FoundRun[] = []
  for (let at = 0; at < experimentIds.length; at += AT_ONCE) {
    // What comes behind a full page of the experiments so far is not even read.
    const until = found.length < need ? undefined : found.at(-1)?.position
    const some = experimentIds.slice(at, at + AT_ONCE)
    const more = await Promise.all(some.map((experimentId) => searchOneExperiment(search, experimentId, { need, after, until })))
    found = merge(search, [found, ...more]).slice(0, need)
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

function merge({ columns }: RunSearch, parts: readonly (readonly FoundRun[])[]): readonly FoundRun[] {
  const filled = parts.filter((part) => part.length > 0)
  if (filled.length <= 1) return filled[0] ?? []
  return filled.flat().toSorted((one, other) => comparePositions(columns, one.position, other.position))
}
