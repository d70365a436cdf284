import { raw, type Sql, sql } from '../sql.ts'
import { DriverChoice } from './choose-driver.ts'
import { deletedRuns, type Driver, driversOf, runIdsOf } from './drivers.ts'
import { isAfter, orderClause, selectOrder } from './order-columns.ts'
import { compareValues, type Position } from './position.ts'
import { axisOf, boundaryOf, readSegment } from './read-segment.ts'
import { andCondition, findRuns, type FoundRun, type RunSearch, selectedRun } from './run-search.ts'
import { type Segment, type SegmentScope, toSegments } from './segments.ts'

/** Runs looked at before anything is asked about drivers a second time. */
const FIRST_BUDGET = 500
const GROWTH = 4
/** Where there is no index to walk, candidates are worth finding up to here; beyond, everything is sorted. */
const SORTING_BUDGET = 100_000

/** Which runs of an experiment are wanted. */
export interface Wanted {
  readonly need: number
  /** Only runs behind this position. */
  readonly after?: Position | undefined
  /** Runs behind this position are not wanted. */
  readonly until?: Position | undefined
}

/**
 * Finds the first runs of one experiment, in order. Two ways lead to them: walking the order and testing each run, which
 * is quick where many runs match; and sorting the candidates of a clause that matches few. Which is better is not known
 * before, so both are tried with a budget that grows: the one that ends first has cost what it costs, the other a
 * constant times as much. Empty results end with the first clause that matches nothing.
 */
export async function searchOneExperiment(search: RunSearch, experimentId: number, wanted: Wanted): Promise<FoundRun[]> {
  if (search.condition === false) return []
  const scope = { connection: search.connection, dialect: search.connection.dialect, experimentId, keys: search.keys }
  const drivers = driversOf(search.filter, scope)
  const walk: Walk = {
    search,
    experimentId,
    choice: new DriverChoice(search.connection, search.onlyDeleted ? [deletedRuns(scope), ...drivers] : drivers),
    // A filter that leaves nothing to test leaves nothing to be clever about.
    hasDrivers: search.onlyDeleted || drivers.length > 0,
    wanted,
    budget: search.firstBudget ?? Math.max(FIRST_BUDGET, 2 * wanted.need),
    found: [],
  }
  const segments = toSegments(search.orderBy[0], scope)
  if (segments === undefined) return sortAll(walk, scope)
  for (const segment of segments) {
    if (wanted.after !== undefined && compareWithSegment(search, wanted.after, segment) > 0) continue
    if (wanted.until !== undefined && compareWithSegment(search, wanted.until, segment) < 0) break
    const done = await walkSegment(walk, segment)
    if (done) break
  }
  return walk.found
}

interface Walk {
  readonly search: RunSearch
  readonly experimentId: number
  readonly choice: DriverChoice
  readonly hasDrivers: boolean
  readonly wanted: Wanted
  budget: number
  readonly found: FoundRun[]
}

/** Walks one stretch in parts that grow; true when the search is done. */
async function walkSegment(walk: Walk, segment: Segment): Promise<boolean> {
  const { search, wanted, found } = walk
  const axis = axisOf(search, segment)
  const isWithin = (position: Position | undefined) => position !== undefined && compareWithSegment(search, position, segment) === 0
  let part: Parameters<typeof readSegment>[2] = { after: isWithin(wanted.after) ? wanted.after : undefined }
  const last = axis !== undefined && wanted.until !== undefined && isWithin(wanted.until) ? axis.of(wanted.until) : undefined
  for (;;) {
    if (walk.hasDrivers) {
      const driver = await walk.choice.fewest(axis === undefined ? SORTING_BUDGET : walk.budget)
      if (driver !== undefined) {
        found.push(...(await readCandidates(walk, driver)))
        return true
      }
    }
    const boundary = walk.hasDrivers ? await boundaryOf(search, segment, part, walk.budget) : undefined
    const until = nearer(boundary, last, axis?.descending ?? false)
    found.push(...(await readSegment(search, segment, { ...part, until }, wanted.need - found.length)))
    if (found.length >= wanted.need) return true
    if (boundary === undefined || until !== boundary) return until !== undefined && until === last
    part = { from: boundary }
    walk.budget *= GROWTH
    await walk.choice.simplify()
  }
}

/** Sorts what one driver finds; everything found so far comes before. */
async function readCandidates(walk: Walk, driver: Driver): Promise<FoundRun[]> {
  const from = sql`(${runIdsOf(driver)}) as candidates cross join runs r where r.id = candidates.run_id and r.experiment_id = ${walk.experimentId}`
  return readSorted(walk, from)
}

/** For orders that no index delivers. */
async function sortAll(walk: Walk, { dialect: _dialect, experimentId }: SegmentScope): Promise<FoundRun[]> {
  await walk.choice.simplify()
  const driver = walk.hasDrivers ? await walk.choice.fewest(SORTING_BUDGET) : undefined
  return driver === undefined ? readSorted(walk, sql`runs r where r.experiment_id = ${experimentId}`) : readCandidates(walk, driver)
}

async function readSorted({ search, wanted, found }: Walk, from: Sql): Promise<FoundRun[]> {
  const after = found.at(-1)?.position ?? wanted.after
  const behind = after === undefined ? raw('') : sql` where ${isAfter(search.columns, after)}`
  return findRuns(
    search,
    sql`select * from (select ${selectedRun}, ${selectOrder(search.columns)} from ${from}${andCondition(search)}) as found${behind}
      order by ${orderClause(search.columns)} limit ${wanted.need - found.length}`,
  )
}

/** Negative when a position comes before a whole stretch, positive when behind it. */
function compareWithSegment(search: RunSearch, position: Position, segment: Segment): number {
  const [column] = search.columns
  const value = position[0]
  if (search.orderBy.length === 0 || column === undefined || value === undefined) return 0
  const byRank = value.rank - segment.rank
  if (byRank !== 0 || segment.constant === undefined) return byRank
  const byValue = compareValues(value.value, segment.constant)
  return column.descending ? -byValue : byValue
}

type Bound = string | number | bigint

/** The bound that is met first; undefined bounds are never met. */
function nearer(a: Bound | undefined, b: Bound | undefined, descending: boolean): Bound | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const aFirst = compareValues(a, b) < 0 !== descending
  return aFirst ? a : b
}
