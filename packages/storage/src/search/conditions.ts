import { join, raw, type Sql, sql } from '../sql.ts'

/** A condition on a row; never NULL. A boolean where no row needs to be looked at to know. */
export type Condition = Sql | boolean

/** All of some conditions. */
export function conjunction(conditions: readonly Condition[]): Condition {
  if (conditions.includes(false)) return false
  const pieces = conditions.filter((condition) => typeof condition !== 'boolean')
  return pieces.length === 0 ? true : pieces.length === 1 ? (pieces[0] ?? true) : sql`(${join(pieces, ' and ')})`
}

/** Any of some conditions. */
export function disjunction(conditions: readonly Condition[]): Condition {
  if (conditions.includes(true)) return true
  const pieces = conditions.filter((condition) => typeof condition !== 'boolean')
  return pieces.length === 0 ? false : pieces.length === 1 ? (pieces[0] ?? false) : sql`(${join(pieces, ' or ')})`
}

export function negate(condition: Condition): Condition {
  return typeof condition === 'boolean' ? !condition : sql`not ${condition}`
}

/** A condition as SQL, where it has to stand in a statement. */
export function toSql(condition: Condition): Sql {
  return typeof condition === 'boolean' ? raw(String(condition)) : condition
}
