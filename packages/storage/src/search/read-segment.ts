import { join, raw, type Sql, sql } from '../sql.ts'
import { isCut, toIndexed } from './dialect.ts'
import { isAfter, type OrderColumn, orderClause, selectOrder } from './order-columns.ts'
import { comparePositions, type Position, type RankedValue } from './position.ts'
import { andCondition, findRuns, type FoundRun, type RunSearch, selectedRun } from './run-search.ts'
import type { Segment } from './segments.ts'

type Bound = RankedValue['value']

/** What varies along a stretch, in the order of its index. */
export interface Axis {
  readonly column: Sql
  readonly descending: boolean
  /** Where a run stands on it. */
  readonly of: (position: Position) => Bound
  /** Whether only the id is left to break ties. */
  readonly exact: boolean
}

/** A part of a stretch: behind `after` or `from`, up to and with `until`; all are optional. */
export interface Part {
  readonly after?: Position | undefined
  readonly from?: Bound | undefined
  readonly until?: Bound | undefined
  /** Reads the runs of one value where more than start time and id is left of the order. */
  readonly readTies?: ((ties: Ties) => Promise<FoundRun[]>) | undefined
}

/** The runs of one value of what varies. */
export interface Ties {
  readonly value: Bound
  readonly after: Position | undefined
  readonly need: number
}

/** Undefined where the index knows nothing of what is left of the order. */
export function axisOf(search: RunSearch, segment: Segment): Axis | undefined {
  const [first] = search.columns
  if (segment.varying !== undefined && first !== undefined) {
    const { dialect } = search.connection
    return {
      column: segment.varying,
      descending: first.descending,
      of: (position) => {
        const value = position[0]?.value ?? 0
        return typeof value === 'string' ? toIndexed(dialect, value) : value
      },
      exact: false,
    }
  }
  if (unsettled(search).length > 2) return undefined
  return { column: segment.startTime, descending: true, of: (position) => position.at(-2)?.value ?? 0, exact: true }
}

/** Reads the first runs of a part of a stretch, in order. */
export async function readSegment(search: RunSearch, segment: Segment, part: Part, need: number): Promise<FoundRun[]> {
  const axis = axisOf(search, segment)
  if (axis === undefined)
    return readSorted(search, segment, { after: part.after, need, from: search.columns.length - unsettled(search).length })
  return axis.exact ? readByStart(search, segment, part, need) : readByValue(search, { segment, axis }, part, need)
}

/** The value of the axis some entries further on, where a stretch is longer than that. Reads nothing but the index. */
export async function boundaryOf(search: RunSearch, segment: Segment, part: Part, entries: number): Promise<Bound | undefined> {
  const axis = axisOf(search, segment)
  if (axis === undefined) return undefined
  const statement = sql`select ${axis.column} as bound from ${segment.index} where ${segment.within}${onAxis(axis, part)}
    order by ${axis.column}${direction(axis.descending)} limit 1 offset ${entries}`
  return (await search.connection.get<{ bound: Bound }>(statement))?.bound
}

/** The columns of the order that runs of one stretch may differ in beyond what varies. */
function unsettled(search: RunSearch): readonly OrderColumn[] {
  return search.orderBy.length === 0 ? search.columns : search.columns.slice(1)
}

interface Walked {
  readonly segment: Segment
  readonly axis: Axis
}

/**
 * Walks along a value. The index breaks ties its own way, so the walk reads in the order of the value alone; values that
 * came whole are sorted here, and the last one, of which some runs may be missing, is read again in the order of the rest.
 */
async function readByValue(search: RunSearch, walked: Walked, part: Part, need: number): Promise<FoundRun[]> {
  const { segment, axis } = walked
  const found: FoundRun[] = []
  let { from } = part
  const readTies = (ties: Ties) => readTied(search, walked, { ...ties, readTies: part.readTies })
  if (part.after !== undefined) {
    from = axis.of(part.after)
    found.push(...(await readTies({ value: from, after: part.after, need })))
  }
  while (found.length < need) {
    const asked = need - found.length
    const batch = await findRuns(
      search,
      sql`${selectFrom(search, segment)}${onAxis(axis, { from, until: part.until })} order by ${axis.column}${direction(axis.descending)} limit ${asked}`,
    )
    const last = batch.at(-1)
    const bound = last === undefined || batch.length < asked ? undefined : axis.of(last.position)
    const whole = bound === undefined ? batch : batch.filter(({ position }) => axis.of(position) !== bound)
    found.push(...whole.toSorted((a, b) => comparePositions(search.columns, a.position, b.position)))
    if (bound === undefined) break
    found.push(...(await readTies({ value: bound, after: undefined, need: need - found.length })))
    from = bound
  }
  return found
}

/** The runs of one value, or of one beginning of a text. */
async function readTied(
  search: RunSearch,
  { segment, axis }: Walked,
  { value, after, need, readTies }: Ties & Pick<Part, 'readTies'>,
): Promise<FoundRun[]> {
  const tied: Segment = { ...segment, within: sql`${segment.within} and ${axis.column} = ${value}` }
  if (typeof value === 'string' && isCut(search.connection.dialect, value)) return readSorted(search, tied, { after, need, from: 0 })
  if (readTies !== undefined && unsettled(search).length > 2) return readTies({ value, after, need })
  return readByStart(search, tied, { after }, need)
}

/** Where nothing but start time and id is left, most indexes hold the start time. */
async function readByStart(search: RunSearch, segment: Segment, { after, from, until }: Part, need: number): Promise<FoundRun[]> {
  const { startTime } = segment
  const [start, uuid] = after === undefined ? [] : [after.at(-2)?.value ?? 0, after.at(-1)?.value ?? '']
  const conditions = [
    ...(start === undefined || uuid === undefined
      ? []
      : [sql` and ${startTime} <= ${start} and (${startTime} < ${start} or r.uuid > ${uuid})`]),
    ...(from === undefined ? [] : [sql` and ${startTime} < ${from}`]),
    ...(until === undefined ? [] : [sql` and ${startTime} >= ${until}`]),
  ]
  return findRuns(search, sql`${selectFrom(search, segment)}${join(conditions, '')} order by ${startTime} desc, r.uuid limit ${need}`)
}

/** Reads all runs of a stretch and sorts them, by the columns from one on. */
async function readSorted(
  search: RunSearch,
  segment: Segment,
  { after, need, from }: { after: Position | undefined; need: number; from: number },
): Promise<FoundRun[]> {
  const behind = after === undefined ? raw('') : sql` where ${isAfter(search.columns, after, from)}`
  return findRuns(
    search,
    sql`select * from (${selectFrom(search, segment)}) as found${behind} order by ${orderClause(search.columns, from)} limit ${need}`,
  )
}

/** What is selected of the runs of a stretch: its first column is known without reading what was logged. */
function selectFrom(search: RunSearch, segment: Segment): Sql {
  const [first, ...others] = search.columns
  const known =
    first !== undefined && segment.varying !== undefined && segment.isText !== true
      ? [{ ...first, rank: raw(String(segment.rank)), value: segment.varying }, ...others]
      : search.columns
  const joined = segment.joined ? sql` cross join runs r where r.id = v.run_id and ${segment.within}` : sql` where ${segment.within}`
  const remaining = segment.remaining === undefined ? raw('') : sql` and ${segment.remaining}`
  return sql`select ${selectedRun}, ${selectOrder(known)} from ${segment.index}${joined}${remaining}${andCondition(segment.joined ? search.conditionOnValue : search.condition)}`
}

function onAxis({ column, descending, of }: Axis, { after, from, until }: Part): Sql {
  const [beyond, notBeyond, atLeast] = descending ? [raw('<'), raw('>='), raw('<=')] : [raw('>'), raw('<='), raw('>=')]
  const conditions = [
    ...(after === undefined ? [] : [sql` and ${column} ${atLeast} ${of(after)}`]),
    ...(from === undefined ? [] : [sql` and ${column} ${beyond} ${from}`]),
    ...(until === undefined ? [] : [sql` and ${column} ${notBeyond} ${until}`]),
  ]
  return join(conditions, '')
}

function direction(descending: boolean): Sql {
  return raw(descending ? ' desc' : '')
}
