import type { FilterField, FilterNode } from '@reprise/protocol'
import type { Connection, Dialect } from '../database.ts'
import { raw, type Sql, sql } from '../sql.ts'
import { attributeColumns } from './attributes.ts'
import { type Test, testDouble, testInteger, testText } from './comparisons.ts'
import { conjunction, toSql } from './conditions.ts'
import { datasetInputs, type FilterScope, loggedTables, matchingStatuses } from './compile-filter.ts'
import { INDEXED_CHARACTERS, indexedBy, indexedText, isOneOf, toIndexed } from './dialect.ts'

/**
 * A way to find runs without walking the order: index entries of one experiment that include every run a clause matches,
 * and maybe more, as the whole filter is checked again.
 */
export type Driver = RangeDriver | ScanDriver | UnionDriver

/** A stretch of an index that holds nothing else. */
export interface RangeDriver {
  readonly kind: 'range'
  /** What is selected as the id of a run. */
  readonly runId: Sql
  /** From FROM on. */
  readonly entries: Sql
  /** Whether a run may come more than once. */
  readonly repeats?: boolean
}

/** All entries of a key, of which a test picks some. */
export interface ScanDriver {
  readonly kind: 'scan'
  readonly runId: Sql
  readonly entries: Sql
  /** The indexed text, and the test of it and of other texts. */
  readonly text: Sql
  readonly test: (text: Sql) => Sql
}

/** The runs of any of some drivers. */
export interface UnionDriver {
  readonly kind: 'union'
  readonly drivers: readonly Driver[]
}

export interface DriverScope extends FilterScope {
  readonly connection: Connection
  readonly experimentId: number
}

/** Alternatives that are looked for one by one; databases limit how many there may be. */
const MOST_UNITED = 100

/** The drivers of clauses that every run must pass. */
export function driversOf(node: FilterNode, scope: DriverScope): readonly Driver[] {
  switch (node.kind) {
    case 'and':
      return node.operands.flatMap((operand) => driversOf(operand, scope))
    case 'or': {
      const drivers = node.operands.map((operand) => driversOf(operand, scope)[0])
      return drivers.length <= MOST_UNITED && drivers.every((driver) => driver !== undefined) ? [{ kind: 'union', drivers }] : []
    }
    case 'not':
      return []
    case 'comparison':
    case 'in':
      return driverOf(node.field, node, scope)
    case 'null':
      return node.negated ? driverOf(node.field, { kind: 'present' }, scope) : []
    default:
      return node satisfies never
  }
}

/** The deleted runs of an experiment, newest first; few, as a rule. */
export function deletedRuns({ dialect, experimentId }: DriverScope): Driver {
  return {
    kind: 'range',
    runId: raw('d.id'),
    entries: sql`from runs d${indexedBy(dialect, 'runs_deleted')} where d.experiment_id = ${experimentId} and d.lifecycle = 1`,
  }
}

function driverOf(field: FilterField, test: Test, scope: DriverScope): readonly Driver[] {
  if (field.entity === 'attribute') return ofAttribute(field.key, test, scope)
  if (field.entity === 'dataset') return [ofDataset(field.key, test, scope)]
  const keyId = scope.keys.get(field.key)
  if (keyId === undefined) return [nothing]
  const { dialect, experimentId } = scope
  const table = loggedTables[field.entity]
  const ofKey = sql`from ${raw(table)} v${indexedBy(dialect, `${table}_by_value`)} where v.experiment_id = ${experimentId} and v.key_id = ${keyId}`
  const runId = raw('v.run_id')
  if (field.entity !== 'metric') return [ofText({ runId, entries: ofKey, text: indexedText(dialect, raw('v.value')) }, test, dialect)]
  // What is NaN, or compared by another point than the last, may match: then the whole key has to do.
  const isOrdered = test.kind === 'in' ? !test.negated : test.kind === 'comparison' && test.comparator !== '!='
  if (!isOrdered || (field.aggregate ?? 'last') !== 'last') return [{ kind: 'range', runId, entries: ofKey }]
  const tested = testDouble({ dialect, column: raw('v.value') }, test)
  return tested === false ? [nothing] : [{ kind: 'range', runId, entries: sql`${ofKey} and v.is_nan = 0 and ${toSql(tested)}` }]
}

function ofAttribute(key: string, test: Test, { dialect, experimentId }: DriverScope): readonly Driver[] {
  const ofIndex = (index: string): Sql => sql`from runs r${indexedBy(dialect, index)} where r.experiment_id = ${experimentId}`
  const runId = raw('r.id')
  if (key === 'run_id') {
    const values = exactTexts(test)
    if (values === undefined) return []
    const chosen = isOneOf(dialect, raw('r.uuid'), { kind: 'text', values })
    return [{ kind: 'range', runId, entries: sql`from runs r where r.experiment_id = ${experimentId} and ${chosen}` }]
  }
  if (key === 'status') {
    const numbers = matchingStatuses(test)
    if (numbers.length === 0) return [nothing]
    return [
      {
        kind: 'range',
        runId,
        entries: sql`${ofIndex('runs_by_status')} and ${isOneOf(dialect, raw('r.status'), { kind: 'integer', values: numbers })}`,
      },
    ]
  }
  const attribute = attributeColumns[key]
  if (attribute?.index === undefined) return []
  const { index, column, kind } = attribute
  if (kind === 'text') return [ofText({ runId, entries: ofIndex(index), text: indexedText(dialect, column) }, test, dialect)]
  const tested = conjunction([attribute.nullable ? sql`${column} is not null` : true, testInteger({ dialect, column }, test)])
  return tested === false ? [nothing] : [{ kind: 'range', runId, entries: sql`${ofIndex(index)} and ${toSql(tested)}` }]
}

type TextIndex = Pick<ScanDriver, 'runId' | 'entries' | 'text'>

function ofText({ runId, entries, text }: TextIndex, test: Test, dialect: Dialect): Driver {
  if (test.kind === 'present') return { kind: 'range', runId, entries }
  const values = exactTexts(test)
  if (values !== undefined) {
    const indexed = values.map((value) => toIndexed(dialect, value))
    return { kind: 'range', runId, entries: sql`${entries} and ${isOneOf(dialect, text, { kind: 'text', values: indexed })}` }
  }
  const tested = (column: Sql): Sql => toSql(testText({ dialect, column }, test))
  if (dialect === 'sqlite') return { kind: 'scan', runId, entries, text, test: tested }
  // Of a text that was cut nothing is known.
  return { kind: 'scan', runId, entries, text, test: (column) => sql`(${tested(column)} or length(${column}) = ${INDEXED_CHARACTERS})` }
}

/** The texts that pass a test, where it names them. */
function exactTexts(test: Test): readonly string[] | undefined {
  if (test.kind === 'in' && !test.negated) return test.values.map(String)
  return test.kind === 'comparison' && test.comparator === '=' ? [String(test.value)] : undefined
}

function ofDataset(key: string, test: Test, scope: DriverScope): Driver {
  return {
    kind: 'range',
    runId: raw('i.run_id'),
    entries: sql`from ${datasetInputs(key, test, scope)}`,
    repeats: true,
  }
}

/** Finds no run. */
const nothing: Driver = { kind: 'range', runId: raw('r.id'), entries: raw('from runs r where false') }

/** The ids of runs that a driver finds. */
export function runIdsOf(driver: Driver): Sql {
  switch (driver.kind) {
    case 'range':
      return sql`select ${raw(driver.repeats === true ? 'distinct ' : '')}${driver.runId} as run_id ${driver.entries}`
    case 'scan':
      return sql`select ${driver.runId} as run_id ${driver.entries} and ${driver.test(driver.text)}`
    case 'union':
      return driver.drivers.map(runIdsOf).reduce((all, one) => sql`${all} union ${one}`)
    default:
      return driver satisfies never
  }
}

/** The ids of runs that all of some drivers find; the first should find the fewest. */
export function commonRunIds(drivers: readonly Driver[]): Sql {
  return drivers.map(runIdsOf).reduce((met, one) => sql`select met.run_id from (${met}) as met where met.run_id in (${one})`)
}
