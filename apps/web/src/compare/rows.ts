import type { Run } from '@reprise/protocol'
import { formatNumber } from '../values/format.ts'

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

/** Names that say which way is better; of other metrics nobody is called best. */
const less = /(?:^|[/_.-])(?:loss|error|err|mse|rmse|mae|perplexity|ppl|latency|duration|cost|wer|cer)(?:$|[/_.-])/i
const more = /(?:^|[/_.-])(?:acc|accuracy|f1|auc|auroc|precision|recall|r2|iou|map|score|success|bleu|rouge)(?:$|[/_.-])/i

/** Params, metrics and tags of all runs, by name. Tags that every client sets by itself are left out. */
export function rowsOf(runs: readonly Run[]): Section[] {
  return [
    { title: 'Params', rows: rowsBy(runs, (run) => run.data?.params.map(({ key, value = '' }) => [key, value]) ?? []) },
    { title: 'Metrics', rows: metricRows(runs) },
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

function metricRows(runs: readonly Run[]): Row[] {
  const values = runs.map((run) => new Map(run.data?.metrics.map(({ key, value }) => [key, value])))
  const keys = [...new Set(values.flatMap((one) => [...one.keys()]))].toSorted()
  return keys.map((key) => {
    const numbers = values.map((one) => one.get(key))
    const direction = directionOf(key)
    const best = bestOf(direction, numbers)
    return { key, values: numbers.map(printNumber), numbers, direction, ...(best === undefined ? {} : { best }) }
  })
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

function directionOf(key: string): -1 | 0 | 1 {
  return less.test(key) ? -1 : more.test(key) ? 1 : 0
}

function rowsBy(runs: readonly Run[], entriesOf: (run: Run) => (readonly [string, string])[]): Row[] {
  const values = runs.map((run) => new Map(entriesOf(run)))
  const keys = [...new Set(values.flatMap((one) => [...one.keys()]))].toSorted()
  return keys.map((key) => ({ key, values: values.map((one) => one.get(key)) }))
}
