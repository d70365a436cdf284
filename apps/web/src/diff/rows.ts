import type { Run } from '@reprise/protocol'
import { directionOf } from '../values/direction.ts'
import { formatNumber } from '../values/format.ts'
import type { MetricValue } from './metric-value.ts'

/** One thing that runs have, side by side. */
export interface Row {
  readonly key: string
  /** One per run; undefined where a run has no such thing. */
  readonly values: readonly (string | undefined)[]
  /** Of metrics: the values themselves. */
  readonly numbers?: readonly (number | undefined)[]
  /** Of metrics: 1 where more is better, -1 where less is, 0 where the name does not say. */
  readonly direction?: -1 | 0 | 1
  /** Which run has the best value, where it is known which way is better. */
  readonly best?: number
}

export interface Section {
  readonly title: string
  readonly rows: readonly Row[]
}

/** Params, metrics and tags of all runs, by name. Tags that every client sets by itself are left out. */
export function rowsOf(runs: readonly Run[], of?: MetricValue): Section[] {
  return [
    { title: 'Params', rows: rowsBy(runs, (run) => run.data?.params.map(({ key, value = '' }) => [key, value]) ?? []) },
    { title: 'Metrics', rows: metricRows(runs, of) },
    {
      title: 'Tags',
      rows: rowsBy(
        runs,
        (run) => run.data?.tags.filter(({ key }) => !key.startsWith('mlflow.')).map(({ key, value = '' }) => [key, value]) ?? [],
      ),
    },
  ]
}

/** How a run's value of a metric lies to that of the baseline. */
export interface Change {
  readonly text: string
  readonly look: 'better' | 'worse' | 'other'
}

/** Undefined where there is nothing to hold against each other. */
export function changeOf({ numbers, direction = 0 }: Row, at: number, base: number): Change | undefined {
  const [value, from] = [numbers?.[at], numbers?.[base]]
  if (at === base || value === undefined || from === undefined || !Number.isFinite(value - from)) return undefined
  const difference = value - from
  const part = from === 0 ? '' : `, ${signed(Number(((difference / Math.abs(from)) * 100).toPrecision(3)))} %`
  const look = difference * direction > 0 ? 'better' : difference * direction < 0 ? 'worse' : 'other'
  return { text: signed(difference) + part, look }
}

function signed(value: number): string {
  return (value > 0 ? '+' : '') + formatNumber(value)
}

/** Whether all runs have it, and have it alike. */
export function isSame({ values }: Row): boolean {
  return values.every((value) => value === values[0])
}

function metricRows(runs: readonly Run[], of: MetricValue | undefined): Row[] {
  const values = runs.map((run) => (of === undefined ? lastValues(run) : summarisedValues(run, of)))
  const keys = [...new Set(values.flatMap((one) => [...one.keys()]))].toSorted()
  return keys.map((key) => {
    const numbers = values.map((one) => one.get(key))
    const direction = directionOf(key)
    const best = bestOf(direction, numbers)
    return { key, values: numbers.map(printNumber), numbers, direction, ...(best === undefined ? {} : { best }) }
  })
}

function lastValues(run: Run): ReadonlyMap<string, number> {
  return new Map(run.data?.metrics.map(({ key, value }) => [key, value]))
}

/** Where nobody knows which way is better, the best is the last. */
function summarisedValues(run: Run, of: MetricValue): ReadonlyMap<string, number> {
  const last = lastValues(run)
  const entries = run.data?.summaries.map((summary): [string, number | undefined] => {
    const { key } = summary
    if (of !== 'best') return [key, summary[of]]
    const direction = directionOf(key)
    return [key, direction === 0 ? last.get(key) : direction < 0 ? summary.min : summary.max]
  })
  return new Map(entries?.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])))
}

/** The run with the best value; none where two share it. */
function bestOf(direction: -1 | 0 | 1, values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined && Number.isFinite(value))
  if (direction === 0 || known.length < 2) return undefined
  const best = Math.max(...known.map((value) => (value ?? 0) * direction)) * direction
  const at = values.indexOf(best)
  return values.lastIndexOf(best) === at ? at : undefined
}

function printNumber(value: number | undefined): string | undefined {
  return value === undefined ? undefined : formatNumber(value)
}

function rowsBy(runs: readonly Run[], entriesOf: (run: Run) => (readonly [string, string])[]): Row[] {
  const values = runs.map((run) => new Map(entriesOf(run)))
  const keys = [...new Set(values.flatMap((one) => [...one.keys()]))].toSorted()
  return keys.map((key) => ({ key, values: values.map((one) => one.get(key)) }))
}
