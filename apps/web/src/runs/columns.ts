import type { Metric, MetricSummary, Param, Run } from '@reprise/protocol'
import { formatNumber } from '../values/format.ts'
import type { Column } from './column.ts'
import { ownColumns } from './own-columns.ts'

/** Which point of a metric a column shows; `latest` is what searches compare by. */
export type Summary = 'latest' | 'min' | 'max' | 'first' | 'last'

/** A column by its id: `metrics.loss`, `min(metrics.loss)`, `params.lr`, `tags.stage`, `attributes.status`. */
export function columnOf(id: string): Column {
  const own = ownColumns.find((column) => column.id === id)
  if (own !== undefined) return own
  const { summary, metric } = metricOfColumn(id) ?? {}
  if (metric !== undefined && summary !== undefined) return metricColumn(id, metric, summary)
  const dot = id.indexOf('.')
  const key = id.slice(dot + 1)
  const list = id.startsWith('params.') ? 'params' : 'tags'
  const find = createFinder(key)
  const textOf = (run: Run) => find<Param>(run.data?.[list])?.value ?? ''
  const numberOf = (run: Run) => {
    const text = textOf(run)
    const value = Number(text)
    return text.trim() === '' || Number.isNaN(value) ? undefined : value
  }
  return { id, title: key, width: widthOf(key), isNumeric: false, isSortable: true, textOf, detailOf: textOf, numberOf }
}

/** Pixels of a number of six digits with its sign and zeros: −0.00123457. */
const NUMBER = 100

function metricColumn(id: string, metric: string, summary: Summary): Column {
  const find = createFinder(metric)
  const numberOf = (run: Run) =>
    summary === 'latest' ? find<Metric>(run.data?.metrics)?.value : find<MetricSummary>(run.data?.summaries)?.[summary]
  const title = summary === 'latest' ? metric : `${metric} ${summary}`
  return {
    id,
    title,
    width: widthOf(title, NUMBER),
    isNumeric: true,
    isSortable: true,
    numberOf,
    textOf: (run) => {
      const value = numberOf(run)
      return value === undefined ? '' : formatNumber(value)
    },
    detailOf: (run) => String(numberOf(run) ?? ''),
  }
}

/** Which metric a column shows, and which point of it; undefined for other columns. */
export function metricOfColumn(id: string): { readonly metric: string; readonly summary: Summary } | undefined {
  const match = /^(?:(min|max|first|last)\()?metrics\.(.+?)(\)?)$/.exec(id)
  if (match?.[2] === undefined) return undefined
  const call = match[1] as Summary | undefined
  return call === undefined ? { metric: match[2] + (match[3] ?? ''), summary: 'latest' } : { metric: match[2], summary: call }
}

/** The id of the column that shows another point of the same metric. */
export function columnOfSummary(metric: string, summary: Summary): string {
  return summary === 'latest' ? `metrics.${metric}` : `${summary}(metrics.${metric})`
}

/** Pixels: the title with its menu, and no less than values need. */
function widthOf(title: string, least = 84): number {
  return Math.min(220, Math.max(least, title.length * 7 + 46))
}

/** Finds an entry where it stood in the run before: runs of one experiment have mostly the same entries. */
function createFinder(key: string): <Entry extends { readonly key: string }>(entries?: readonly Entry[]) => Entry | undefined {
  let place = 0
  return (entries = []) => {
    if (entries[place]?.key === key) return entries[place]
    const found = entries.findIndex((entry) => entry.key === key)
    if (found !== -1) place = found
    return entries[found]
  }
}
