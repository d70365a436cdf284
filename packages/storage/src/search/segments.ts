import type { OrderBy } from '@reprise/protocol'
import type { Dialect } from '../database.ts'
import { raw, type Sql, sql } from '../sql.ts'
import { attributeColumns, statuses } from './attributes.ts'
import { loggedTables } from './compile-filter.ts'
import { indexedBy, indexedText } from './dialect.ts'
import type { KeyIds } from './filter-keys.ts'
import { MISSING, NAN, PRESENT, type RankedValue } from './position.ts'

/**
 * A stretch of an order that one index delivers. An order by a metric has three: its numbers, then the runs where it is
 * NaN, then those without it. All runs of a stretch have the same rank in the first column of the order, or there is only one.
 */
export interface Segment {
  readonly rank: number
  /** The value in the first column of the order, where all runs of the stretch have the same. */
  readonly constant?: RankedValue['value']
  /** After FROM: the index alone. */
  readonly index: Sql
  /** What keeps to the stretch; without `r` wherever the index is walked alone. */
  readonly within: Sql
  /** `r` joined to the index; nothing when the index is one of `runs` and thus `r` itself. */
  readonly joined: boolean
  /** The start time as the index has it. */
  readonly startTime: Sql
  /** The indexed value that varies along the stretch; absent where all runs are alike but for the later columns. */
  readonly varying?: Sql
  /** What varies is a text, as its index has it. */
  readonly isText?: boolean
  /** A condition on `r` that the index can not settle. */
  readonly remaining?: Sql
}

export interface SegmentScope {
  readonly dialect: Dialect
  readonly experimentId: number
  readonly keys: KeyIds
}

/** The stretches of an order in one experiment, in order; undefined where no index delivers it. */
export function toSegments(first: OrderBy | undefined, scope: SegmentScope): readonly Segment[] | undefined {
  if (first === undefined) return [byStart(scope, { rank: PRESENT })]
  const { field } = first
  if (field.entity === 'attribute') return ofAttribute(first, scope)
  if (field.entity === 'dataset' || (field.aggregate ?? 'last') !== 'last') return undefined
  const keyId = scope.keys.get(field.key)
  if (keyId === undefined) return [byStart(scope, { rank: MISSING })]
  const table = raw(loggedTables[field.entity])
  const base = {
    joined: true,
    index: sql`${table} v${indexedBy(scope.dialect, `${loggedTables[field.entity]}_by_value`)}`,
    within: sql`v.experiment_id = ${scope.experimentId} and v.key_id = ${keyId}`,
    startTime: raw('v.start_time'),
  }
  const missing = byStart(scope, {
    rank: MISSING,
    remaining: sql`coalesce((select false from ${table} m where m.run_id = r.id and m.key_id = ${keyId}), true)`,
  })
  if (field.entity !== 'metric')
    return [{ ...base, rank: PRESENT, varying: indexedText(scope.dialect, raw('v.value')), isText: true }, missing]
  return [
    { ...base, rank: PRESENT, within: sql`${base.within} and v.is_nan = 0`, varying: raw('v.value') },
    { ...base, rank: NAN, within: sql`${base.within} and v.is_nan = 1` },
    missing,
  ]
}

function ofAttribute({ field, direction }: OrderBy, scope: SegmentScope): readonly Segment[] | undefined {
  if (field.key === 'status') {
    const inOrder = direction === 'asc' ? statuses : statuses.toReversed()
    return inOrder.map(({ name, number }) =>
      ofRuns(scope, { index: 'runs_by_status', rank: PRESENT, constant: name, extra: sql` and r.status = ${number}` }),
    )
  }
  const attribute = attributeColumns[field.key]
  if (attribute?.index === undefined) return undefined
  const { index, column } = attribute
  if (attribute.kind === 'text') return [ofRuns(scope, { index, rank: PRESENT, varying: indexedText(scope.dialect, column), isText: true })]
  if (!attribute.nullable) return [ofRuns(scope, { index, rank: PRESENT, varying: column })]
  return [
    ofRuns(scope, { index, rank: PRESENT, varying: column, extra: sql` and ${column} is not null` }),
    ofRuns(scope, { index, rank: MISSING, extra: sql` and ${column} is null` }),
  ]
}

function byStart(scope: SegmentScope, more: Pick<Segment, 'rank' | 'remaining'>): Segment {
  return ofRuns(scope, { index: 'runs_by_start', ...more })
}

type OfRuns = Omit<Segment, 'index' | 'within' | 'joined' | 'startTime'> & { readonly index: string; readonly extra?: Sql }

function ofRuns({ dialect, experimentId }: SegmentScope, { index, extra = raw(''), ...more }: OfRuns): Segment {
  return {
    joined: false,
    index: sql`runs r${indexedBy(dialect, index)}`,
    within: sql`r.experiment_id = ${experimentId}${extra}`,
    startTime: raw('r.start_time'),
    ...more,
  }
}
