import type { OrderBy } from '@reprise/protocol'
import type { Row } from '../database.ts'
import { join, raw, type Sql, sql, type SqlValue } from '../sql.ts'
import { attributeColumns, statuses } from './attributes.ts'
import { aggregateColumns } from './compile-filter.ts'
import type { KeyIds } from './filter-keys.ts'
import { type OrderedColumn, type Position, PRESENT, type RankedValue } from './position.ts'

/** A column of an order with its rank and value as SQL over `r`; neither is ever NULL. */
export interface OrderColumn extends OrderedColumn {
  readonly rank: Sql
  readonly value: Sql
}

/** What breaks ties, as in MLflow: start time, newest first, then the id. */
const tieColumns: readonly OrderColumn[] = [
  { kind: 'integer', descending: true, rank: raw('0'), value: raw('r.start_time') },
  { kind: 'text', descending: false, rank: raw('0'), value: raw('r.uuid') },
]

/** The columns of an order over runs; those that break ties are the last two. */
export function toOrderColumns(orderBy: readonly OrderBy[], keys: KeyIds): readonly OrderColumn[] {
  return [...orderBy.map((item) => toColumn(item, keys)), ...tieColumns]
}

function toColumn({ field, direction }: OrderBy, keys: KeyIds): OrderColumn {
  const descending = direction === 'desc'
  if (field.entity === 'attribute') return { descending, ...ofAttribute(field.key) }
  const keyId = keys.get(field.key)
  const kind = field.entity === 'metric' ? 'double' : 'text'
  if (keyId === undefined) return { kind, descending, rank: raw('2'), value: kind === 'text' ? raw("''") : raw('0') }
  if (field.entity !== 'metric') {
    const value = sql`from ${raw(field.entity === 'param' ? 'params' : 'tags')} v where v.run_id = r.id and v.key_id = ${keyId}`
    return { kind, descending, rank: sql`coalesce((select 0 ${value}), 2)`, value: sql`coalesce((select v.value ${value}), '')` }
  }
  const metric = sql`from metrics v where v.run_id = r.id and v.key_id = ${keyId}`
  const { value, isNan } = aggregateColumns(field)
  return {
    kind,
    descending,
    rank: sql`coalesce((select case when ${isNan} then 1 else 0 end ${metric}), 2)`,
    value: sql`coalesce((select ${value} ${metric}), 0)`,
  }
}

function ofAttribute(key: string): Omit<OrderColumn, 'descending'> {
  const attribute = attributeColumns[key]
  if (attribute === undefined) return { kind: 'text', rank: raw('2'), value: raw("''") }
  const { kind, column } = attribute
  if (kind === 'status') {
    const names = join(
      statuses.map(({ name, number }) => raw(`when ${number} then '${name}'`)),
      ' ',
    )
    return { kind: 'text', rank: raw('0'), value: sql`case ${column} ${names} else '' end` }
  }
  if (!attribute.nullable) return { kind, rank: raw('0'), value: column }
  return { kind, rank: sql`case when ${column} is null then 2 else 0 end`, value: sql`coalesce(${column}, 0)` }
}

/** Rank and value of each column under the names that {@link positionOf} reads. */
export function selectOrder(columns: readonly OrderColumn[]): Sql {
  return join(
    columns.map(({ rank, value }, index) => sql`${rank} as ${raw(`rank${index}`)}, ${value} as ${raw(`value${index}`)}`),
    ', ',
  )
}

export function positionOf(columns: readonly OrderColumn[], row: Row): Position {
  return columns.map((_, index): RankedValue => {
    const value: SqlValue = row[`value${index}`] ?? 0
    return { rank: Number(row[`rank${index}`] ?? PRESENT), value: value instanceof Uint8Array ? '' : value }
  })
}

/** ORDER BY over the names of {@link selectOrder}, from a column on. */
export function orderClause(columns: readonly OrderColumn[], from = 0): Sql {
  const items = columns.map(({ descending }, index) => `rank${index}, value${index}${descending ? ' desc' : ''}`)
  return raw(items.slice(from).join(', '))
}

/** Whether a row, under the names of {@link selectOrder}, comes after a position; from a column on. */
export function isAfter(columns: readonly OrderColumn[], position: Position, from = 0): Sql {
  return columns.slice(from).reduceRight<Sql>((rest, { descending }, index) => {
    const at = from + index
    const { rank, value } = position[at] ?? { rank: PRESENT, value: 0 }
    const [rankColumn, valueColumn] = [raw(`rank${at}`), raw(`value${at}`)]
    const beyond = raw(descending ? '<' : '>')
    const sameRank = sql`${rankColumn} = ${rank} and (${valueColumn} ${beyond} ${value} or (${valueColumn} = ${value} and ${rest}))`
    return sql`(${rankColumn} > ${rank} or (${sameRank}))`
  }, raw('false'))
}
