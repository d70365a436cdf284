import { type Comparator, type FilterValue, INT64_MAX, INT64_MIN, type Int64, toInt64 } from '@reprise/protocol'
import type { Dialect } from '../database.ts'
import { raw, type Sql, sql } from '../sql.ts'
import { type Condition, disjunction, negate } from './conditions.ts'
import { ilike, isOneOf, like } from './dialect.ts'

/** What a clause asks of a value that is present. */
export type Test =
  | { readonly kind: 'comparison'; readonly comparator: Comparator; readonly value: FilterValue }
  | { readonly kind: 'in'; readonly negated: boolean; readonly values: readonly FilterValue[] }
  | { readonly kind: 'present' }

/** A column that is tested, as SQL that is not NULL. */
export interface Tested {
  readonly dialect: Dialect
  readonly column: Sql
}

/** The test of a text, by code points. */
export function testText({ dialect, column }: Tested, test: Test): Condition {
  switch (test.kind) {
    case 'present':
      return true
    case 'in':
      return negateIf(test.negated, isOneOf(dialect, column, { kind: 'text', values: test.values.map(String) }))
    case 'comparison':
      if (test.comparator === 'LIKE') return like(dialect, column, String(test.value))
      if (test.comparator === 'ILIKE') return ilike(dialect, column, String(test.value))
      return sql`${column} ${operator(test.comparator)} ${String(test.value)}`
    default:
      return test satisfies never
  }
}

/** The test of a double; infinities are stored as such. */
export function testDouble({ dialect, column }: Tested, test: Test): Condition {
  switch (test.kind) {
    case 'present':
      return true
    case 'in': {
      // JSON, which carries long lists, has no infinities.
      const values = [...new Set(test.values.map(Number))]
      const finite = values.filter(Number.isFinite)
      const pieces = values.filter((value) => !Number.isFinite(value)).map((value) => sql`${column} = ${value}`)
      if (finite.length > 0) pieces.push(isOneOf(dialect, column, { kind: 'double', values: finite }))
      return negateIf(test.negated, disjunction(pieces))
    }
    case 'comparison':
      return sql`${column} ${operator(test.comparator)} ${Number(test.value)}`
    default:
      return test satisfies never
  }
}

/** The test of a 64-bit integer, exact beyond 2^53; a fraction compares as the number it is. */
export function testInteger({ dialect, column }: Tested, test: Test): Condition {
  switch (test.kind) {
    case 'present':
      return true
    case 'in': {
      const values = test.values.map(toStorable).filter((value) => value !== undefined)
      return negateIf(test.negated, values.length > 0 && isOneOf(dialect, column, { kind: 'integer', values }))
    }
    case 'comparison':
      return compareInteger(column, test.comparator, test.value)
    default:
      return test satisfies never
  }
}

function compareInteger(column: Sql, comparator: Comparator, value: FilterValue): Condition {
  const storable = toStorable(value)
  if (storable !== undefined) return sql`${column} ${operator(comparator)} ${storable}`
  if (comparator === '=') return false
  if (comparator === '!=') return true
  const below = comparator === '<' || comparator === '<='
  const number = Number(value)
  if (number < Number(INT64_MIN)) return !below
  if (number >= Number(INT64_MAX)) return below
  // No integer lies between a fraction and its neighbours.
  return below ? sql`${column} <= ${Math.floor(number)}` : sql`${column} >= ${Math.ceil(number)}`
}

/** The value as a 64-bit integer; undefined when it is none. */
function toStorable(value: FilterValue): Int64 | undefined {
  if (typeof value === 'string' || (typeof value === 'number' && !Number.isInteger(value))) return undefined
  const integer = BigInt(value)
  return integer < INT64_MIN || integer > INT64_MAX ? undefined : toInt64(integer)
}

function negateIf(negated: boolean, condition: Condition): Condition {
  return negated ? negate(condition) : condition
}

function operator(comparator: Comparator): Sql {
  return raw(comparator === '!=' ? '<>' : comparator)
}
