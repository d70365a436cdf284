import type { Aggregate, FilterField, FilterNode, OrderBy, RunStatus } from '@reprise/protocol'
import { compareText } from '../position.ts'

/** A run as the suite thinks of it: everything searches can see. */
export interface ModelRun {
  readonly uuid: string
  readonly experimentId: number
  readonly name: string
  readonly userId: string
  readonly status: RunStatus
  readonly startTime: number
  readonly endTime: number | undefined
  readonly deleted: boolean
  readonly params: ReadonlyMap<string, string>
  readonly tags: ReadonlyMap<string, string>
  readonly metrics: ReadonlyMap<string, Readonly<Record<Aggregate, number>>>
  readonly datasets: readonly { readonly name: string; readonly digest: string; readonly context: string | undefined }[]
}

type Value = string | number | bigint

/** Whether a filter matches a run: the comments of the protocol's trees, followed word by word. */
function matches(node: FilterNode, run: ModelRun): boolean {
  switch (node.kind) {
    case 'and':
      return node.operands.every((operand) => matches(operand, run))
    case 'or':
      return node.operands.some((operand) => matches(operand, run))
    case 'not':
      return !matches(node.operand, run)
    case 'comparison':
      return valuesOf(node.field, run).some((value) => compares(value, node.comparator, node.value))
    case 'in':
      return valuesOf(node.field, run).some((value) => node.values.some((one) => compares(value, '=', one)) !== node.negated)
    case 'null':
      return valuesOf(node.field, run).length > 0 === node.negated
    default:
      return node satisfies never
  }
}

/** The values of a field that a filter sees: none when it is absent, several for datasets. */
function valuesOf(field: FilterField, run: ModelRun): readonly Value[] {
  if (field.entity === 'dataset') {
    return run.datasets.map((dataset) => dataset[field.key as 'name' | 'digest' | 'context']).filter((value) => value !== undefined)
  }
  const value = valueOf(field, run)
  if (value === undefined) return []
  return [value]
}

function valueOf({ entity, key, aggregate = 'last' }: FilterField, run: ModelRun): Value | undefined {
  if (entity === 'metric') return run.metrics.get(key)?.[aggregate]
  if (entity !== 'attribute') return (entity === 'param' ? run.params : run.tags).get(key)
  return {
    run_id: run.uuid,
    run_name: run.name,
    status: run.status,
    user_id: run.userId,
    artifact_uri: `x:/${run.uuid}`,
    start_time: run.startTime,
    end_time: run.endTime,
    duration: run.endTime === undefined ? undefined : (run.endTime - run.startTime) / 1_000,
  }[key]
}

function compares(value: Value, comparator: string, other: Value): boolean {
  switch (comparator) {
    case '=':
      // oxlint-disable-next-line eqeqeq -- 5 and 5n are the same number
      return value == other
    case '!=':
      // oxlint-disable-next-line eqeqeq
      return value != other
    case '<':
      return value < other
    case '<=':
      return value <= other
    case '>':
      return value > other
    case '>=':
      return value >= other
    case 'LIKE':
      return likeExpression(String(other)).test(String(value))
    default:
      return likeExpression(asciiLower(String(other))).test(asciiLower(String(value)))
  }
}

function likeExpression(pattern: string): RegExp {
  const pieces = Array.from(pattern, (character) => (character === '%' ? '.*' : character === '_' ? '.' : escapeRegExp(character)))
  return new RegExp(`^${pieces.join('')}$`, 'su')
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** All runs a search finds, in order. */
export function expectedRuns(runs: readonly ModelRun[], filter: FilterNode, orderBy: readonly OrderBy[]): string[] {
  return runs
    .filter((run) => matches(filter, run))
    .toSorted((a, b) => {
      for (const { field, direction } of orderBy) {
        const byField = compareRanked(valueOf(field, a), valueOf(field, b), direction)
        if (byField !== 0) return byField
      }
      return b.startTime - a.startTime || compareText(a.uuid, b.uuid)
    })
    .map((run) => run.uuid)
}

function compareRanked(a: Value | undefined, b: Value | undefined, direction: 'asc' | 'desc'): number {
  const byRank = rankOf(a) - rankOf(b)
  if (byRank !== 0 || rankOf(a) > 0 || a === undefined || b === undefined) return byRank
  const byValue = typeof a === 'string' || typeof b === 'string' ? compareText(String(a), String(b)) : a < b ? -1 : a > b ? 1 : 0
  return direction === 'asc' ? byValue : -byValue
}

function rankOf(value: Value | undefined): number {
  return value === undefined ? 2 : Number.isNaN(value) ? 1 : 0
}
