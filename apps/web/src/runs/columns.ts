import type { Metric, Run } from '@reprise/protocol'
import { formatAgo, formatDay, formatDuration, formatNumber } from '../values/format.ts'

/** A column of the table. Its id is the field of a search, so that it can be ordered and filtered by. */
export interface Column {
  readonly id: string
  readonly title: string
  /** Pixels. */
  readonly width: number
  readonly isNumeric: boolean
  readonly textOf: (run: Run) => string
  /** Whole, for a tooltip. */
  readonly detailOf?: (run: Run) => string
}

export const ownColumns: readonly Column[] = [
  {
    id: 'attributes.start_time',
    title: 'Started',
    width: 140,
    isNumeric: false,
    textOf: ({ info }) => formatDay(info.start_time),
    detailOf: ({ info }) => formatAgo(info.start_time),
  },
  {
    id: 'attributes.duration',
    title: 'Duration',
    width: 96,
    isNumeric: true,
    textOf: ({ info }) => {
      if (info.start_time === undefined || (info.end_time === undefined && info.status !== 'RUNNING')) return ''
      return formatDuration(Number(info.end_time ?? Date.now()) - Number(info.start_time))
    },
  },
]

/** The column of a metric, param or tag: `metrics.loss`. */
export function columnOf(field: string): Column {
  const dot = field.indexOf('.')
  const entity = field.slice(0, dot)
  const key = field.slice(dot + 1)
  const width = Math.min(220, Math.max(84, key.length * 7 + 34))
  if (entity === 'metrics') {
    const valueOf = (run: Run) => metricOf(run, key)?.value
    return {
      id: field,
      title: key,
      width,
      isNumeric: true,
      textOf: (run) => {
        const value = valueOf(run)
        return value === undefined ? '' : formatNumber(value)
      },
      detailOf: (run) => String(valueOf(run) ?? ''),
    }
  }
  const list = entity === 'params' ? 'params' : 'tags'
  const textOf = (run: Run) => run.data?.[list].find((entry) => entry.key === key)?.value ?? ''
  return { id: field, title: key, width, isNumeric: false, textOf, detailOf: textOf }
}

function metricOf(run: Run, key: string): Metric | undefined {
  return run.data?.metrics.find((metric) => metric.key === key)
}

/** A field as filters and orders write it: names that are no identifiers stand in backticks. */
export function quoteField(field: string): string {
  const dot = field.indexOf('.')
  const key = field.slice(dot + 1)
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? field : `${field.slice(0, dot)}.\`${key}\``
}
