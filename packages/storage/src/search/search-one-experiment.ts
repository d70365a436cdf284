import type { FilterNode } from '@reprise/protocol'
import { raw, type Sql, sql } from '../sql.ts'
import { type Candidates, DriverChoice, type Limits } from './choose-driver.ts'
import { deletedRuns, driversOf } from './drivers.ts'
import { isAfter, orderClause, selectOrder } from './order-columns.ts'
import { compareValues, MISSING, NAN, type Position, PRESENT, type RankedValue } from './position.ts'
import { axisOf, boundaryOf, type Part, readSegment, type Ties } from './read-segment.ts'
import { andCondition, findRuns, type FoundRun, prepareSearch, type RunSearch, selectedRun } from './run-search.ts'
import { type Segment, toSegments } from './segments.ts'

/** Runs a walk looks at before it asks about drivers again. */
const FIRST_BUDGET = 500
const GROWTH = 4
const HANDFUL = 100
/** Finding, testing and sorting a candidate costs as much as so many steps of a walk. */
const CANDIDATE_COST = 3
/** Testing an entry of an index costs this much less than a step of a walk. */
const ENTRIES_PER_STEP = 40
/** Where there is no index to walk, everything is sorted: candidates are worth looking for up to here. */
const sortingLimits: Limits = { runs: 100_000, entries: 1_000_000 }

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
  const { connection, keys, filter, view } = search
  const scope = { connection, dialect: connection.dialect, experimentId, keys }
  const drivers = driversOf(filter, scope)
  const walk: Walk = {
    search,
    experimentId,
    choice: new DriverChoice(connection, view === 'DELETED_ONLY' ? [deletedRuns(scope), ...drivers] : drivers),
    wanted,
    budget: search.firstBudget ?? Math.max(FIRST_BUDGET, 2 * wanted.need),
    walked: 0,
    found: [],
  }
  const segments = toSegments(search.orderBy[0], scope)
  if (segments === undefined) return sortAll(walk)
  for (const segment of segments) {
    if (wanted.after !== undefined && compareWithSegment(search, wanted.after, segment) > 0) continue
    if (wanted.until !== undefined && compareWithSegment(search, wanted.until, segment) < 0) break
    if (await walkSegment(walk, segment)) break
  }
  return walk.found
}

interface Walk {
  readonly search: RunSearch
  readonly experimentId: number
  readonly choice: DriverChoice
  readonly wanted: Wanted
  /** Runs the next part of the walk looks at. */
  budget: number
  /** Runs looked at so far. */
  walked: number
  readonly found: FoundRun[]
}

/** Walks one stretch in parts that grow; true when the search is done. */
async function walkSegment(walk: Walk, segment: Segment): Promise<boolean> {
  const { search, wanted, found, choice } = walk
  const isWithin = (position: Position | undefined) => position !== undefined && compareWithSegment(search, position, segment) === 0
  const after = isWithin(wanted.after) ? wanted.after : undefined
  const axis = axisOf(search, segment)
  if (axis === undefined && segment.rank !== NAN) {
    found.push(...(await searchTies(walk, { rank: segment.rank, value: segment.constant, after, need: wanted.need - found.length })))
    return found.length >= wanted.need
  }
  const last = axis !== undefined && wanted.until !== undefined && isWithin(wanted.until) ? axis.of(wanted.until) : undefined
  const readTies = (ties: Ties): Promise<FoundRun[]> => searchTies(walk, { rank: PRESENT, ...ties })
  for (let part: Part = { after }; ;) {
    const candidates = choice.isEmpty ? undefined : await (axis === undefined ? choice.fewest(sortingLimits) : chooseWhileWalking(walk))
    if (candidates !== undefined) {
      found.push(...(await readCandidates(walk, candidates)))
      return true
    }
    const boundary = choice.isEmpty ? undefined : await boundaryOf(search, segment, part, walk.budget)
    const until = nearer(boundary, last, axis?.descending ?? false)
    found.push(...(await readSegment(search, segment, { ...part, until, readTies }, wanted.need - found.length)))
    if (found.length >= wanted.need) return true
    if (boundary === undefined || until !== boundary) return until !== undefined && until === last
    part = { from: boundary }
    walk.walked += walk.budget
    walk.budget *= GROWTH
    await choice.simplify()
  }
}

/**
 * Candidates are worth sorting where the walk is still going to look at several times as many runs, as far as one can tell.
 * Before the first step nothing can be told, but that a handful of candidates is better than any walk.
 */
async function chooseWhileWalking({ choice, budget, walked, found, wanted }: Walk): Promise<Candidates | undefined> {
  if (walked === 0) return choice.fewestOfOne({ runs: Math.min(HANDFUL, budget), entries: budget * ENTRIES_PER_STEP })
  const ahead = found.length === 0 ? budget : Math.min(budget, ((wanted.need - found.length) * walked) / found.length)
  return choice.fewest({ runs: Math.ceil(ahead / CANDIDATE_COST), entries: ahead * ENTRIES_PER_STEP })
}

/** Sorts candidates; everything found so far comes before. */
async function readCandidates(walk: Walk, { count, ids }: Candidates): Promise<FoundRun[]> {
  if (count === 0) return []
  return readSorted(
    walk,
    sql`(${ids}) as candidates cross join runs r where r.id = candidates.run_id and r.experiment_id = ${walk.experimentId}`,
  )
}

/** For orders that no index delivers. */
async function sortAll(walk: Walk): Promise<FoundRun[]> {
  await walk.choice.simplify()
  const candidates = await walk.choice.fewest(sortingLimits)
  return candidates === undefined
    ? readSorted(walk, sql`runs r where r.experiment_id = ${walk.experimentId}`)
    : readCandidates(walk, candidates)
}

async function readSorted({ search, wanted, found }: Walk, from: Sql): Promise<FoundRun[]> {
  const { columns, condition } = search
  const after = found.at(-1)?.position ?? wanted.after
  const behind = after === undefined ? raw('') : sql` where ${isAfter(columns, after)}`
  return findRuns(
    search,
    sql`select * from (select ${selectedRun}, ${selectOrder(columns)} from ${from}${andCondition(condition)}) as found${behind}
      order by ${orderClause(columns)} limit ${wanted.need - found.length}`,
  )
}

type TiedRuns = Omit<Ties, 'value'> & { readonly rank: number; readonly value: RankedValue['value'] | undefined }

/** The runs that are alike in the first column are a search of their own, by what is left of the order. */
async function searchTies({ search, experimentId }: Walk, { rank, value, after, need }: TiedRuns): Promise<FoundRun[]> {
  const [first, ...orderBy] = search.orderBy
  if (first === undefined) return []
  const clause: FilterNode =
    rank === MISSING || value === undefined
      ? { kind: 'null', field: first.field, negated: false, position: nowhere }
      : { kind: 'comparison', field: first.field, comparator: '=', value, position: nowhere }
  const filter: FilterNode = { kind: 'and', operands: [clause, search.filter], position: nowhere }
  const narrowed = prepareSearch({ ...search, filter, orderBy })
  const found = await searchOneExperiment(narrowed, experimentId, { need, after: after?.slice(1) })
  const common: RankedValue = { rank, value: value ?? (search.columns[0]?.kind === 'text' ? '' : 0) }
  return found.map(({ run, position }) => ({ run, position: [common, ...position] }))
}

const nowhere = { offset: 0, length: 0 }

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

/** The bound that is met first; undefined bounds are never met. */
function nearer(
  a: RankedValue['value'] | undefined,
  b: RankedValue['value'] | undefined,
  descending: boolean,
): RankedValue['value'] | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return compareValues(a, b) < 0 !== descending ? a : b
}
