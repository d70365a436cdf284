import type { FilterField, FilterNode } from '@reprise/protocol'
import type { Dialect } from '../database.ts'
import { raw, type Sql, sql } from '../sql.ts'
import { attributeColumns, statuses } from './attributes.ts'
import { type Condition, conjunction, disjunction, negate, toSql } from './conditions.ts'
import { type Test, testDouble, testInteger, testText } from './comparisons.ts'
import { compileTree } from './compile-tree.ts'
import { isOneOf } from './dialect.ts'
import type { KeyIds } from './filter-keys.ts'

export interface FilterScope {
  readonly dialect: Dialect
  readonly keys: KeyIds
  /** What the row `v` beside `r` holds, where there is one. */
  readonly atHand?: FilterField | undefined
}

/**
 * What a filter asks of `r`, a row of `runs`. What was logged is read by primary key, in subqueries that no planner
 * reorders: which index drives the search is decided elsewhere.
 */
export function compileFilter(node: FilterNode, scope: FilterScope): Condition {
  return compileTree(node, (field, test) => compileClause(field, test, scope))
}

function compileClause(field: FilterField, test: Test, scope: FilterScope): Condition {
  switch (field.entity) {
    case 'attribute':
      return compileAttribute(field.key, test, scope)
    case 'dataset':
      return sql`coalesce((select true from ${datasetInputs(field.key, test, scope)} and i.run_id = r.id limit 1), false)`
    case 'metric':
    case 'param':
    case 'tag': {
      const keyId = scope.keys.get(field.key)
      return keyId === undefined ? false : compileLogged(field, keyId, { test, scope })
    }
    default:
      return field.entity satisfies never
  }
}

function compileAttribute(key: string, test: Test, { dialect }: FilterScope): Condition {
  const attribute = attributeColumns[key]
  if (attribute === undefined) return false
  const { column } = attribute
  if (attribute.kind === 'status') {
    const numbers = matchingStatuses(test)
    if (numbers.length === statuses.length) return true
    return numbers.length === 0 ? false : isOneOf(dialect, column, { kind: 'integer', values: numbers })
  }
  if (!attribute.nullable && test.kind === 'present') return true
  const tested = testers[attribute.kind]({ dialect, column }, test)
  return attribute.nullable ? conjunction([sql`${column} is not null`, tested]) : tested
}

const testers = { text: testText, integer: testInteger, double: testDouble } as const

function compileLogged(field: FilterField, keyId: number, { test, scope }: { test: Test; scope: FilterScope }): Condition {
  const { dialect, atHand } = scope
  const tested = field.entity === 'metric' ? testMetric(field, test, dialect) : testText({ dialect, column: raw('v.value') }, test)
  if (atHand !== undefined && isSameField(field, atHand)) return tested
  const table = raw(loggedTables[field.entity as keyof typeof loggedTables])
  return sql`coalesce((select ${toSql(tested)} from ${table} v where v.run_id = r.id and v.key_id = ${keyId}), false)`
}

/** Where each kind of what was logged is stored. */
export const loggedTables = { metric: 'metrics', param: 'params', tag: 'tags' } as const

function isSameField(a: FilterField, b: FilterField): boolean {
  return a.entity === b.entity && a.key === b.key && (a.aggregate ?? 'last') === 'last' && (b.aggregate ?? 'last') === 'last'
}

/** NaN differs from every number and is neither less nor more. */
function testMetric(field: FilterField, test: Test, dialect: Dialect): Condition {
  const { value, isNan } = aggregateColumns(field)
  const tested = testDouble({ dialect, column: value }, test)
  if (test.kind === 'present') return tested
  const differs = test.kind === 'in' ? test.negated : test.comparator === '!='
  return differs ? disjunction([isNan, tested]) : conjunction([negate(isNan), tested])
}

/** The columns of `v`, which is `metrics`, that a metric field means. NaN is stored as 0 with a flag, or as NULL. */
export function aggregateColumns({ aggregate = 'last' }: FilterField): { readonly value: Sql; readonly isNan: Sql } {
  if (aggregate === 'last') return { value: raw('v.value'), isNan: raw('v.is_nan = 1') }
  return { value: raw(`coalesce(v.${aggregate}_value, 0)`), isNan: raw(`v.${aggregate}_value is null`) }
}

/** After FROM: inputs `i` of runs, with a dataset that passes a test; more conditions may follow. */
export function datasetInputs(key: string, test: Test, { dialect }: FilterScope): Sql {
  if (key === 'context') {
    const tested = toSql(testText({ dialect, column: raw('i.value') }, test))
    return sql`input_tags i where i.key = 'mlflow.data.context' and ${tested}`
  }
  const tested = toSql(testText({ dialect, column: key === 'name' ? raw('d.name') : raw('d.digest') }, test))
  return sql`inputs i cross join datasets d where d.id = i.dataset_id and ${tested}`
}

/** The numbers of the statuses whose names pass a test. */
export function matchingStatuses(test: Test): readonly number[] {
  return statuses.filter(({ name }) => passes(name, test)).map(({ number }) => number)
}

function passes(name: string, test: Test): boolean {
  if (test.kind === 'present') return true
  if (test.kind === 'in') return test.values.includes(name) !== test.negated
  const value = String(test.value)
  switch (test.comparator) {
    case '=':
      return name === value
    case '!=':
      return name !== value
    case 'LIKE':
      return patternOf(value, 'u').test(name)
    case 'ILIKE':
      return patternOf(value, 'iu').test(name)
    default:
      return false
  }
}

/** A pattern is as long as a filter: repeated `%` are one, so that matching a short name stays quick. */
function patternOf(pattern: string, flags: string): RegExp {
  const source = pattern.replace(/%+/g, '%').replace(/[\\^$.*+?()[\]{}|/%_]/g, (character) => {
    return character === '%' ? '.*' : character === '_' ? '.' : `\\${character}`
  })
  return new RegExp(`^${source}$`, `s${flags}`)
}
