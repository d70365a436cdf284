import type { Run } from '@reprise/protocol'
import { tagOf } from '../tags/tag-of.ts'
import { durationOf } from '../values/duration-of.ts'
import { formatAgo, formatDate, formatDay, formatDuration, formatNumber } from '../values/format.ts'
import type { Column } from './column.ts'

/** Columns of what every run has, by the field that they are searched by. */
export const ownColumns: readonly Column[] = [
  {
    id: 'attributes.start_time',
    title: 'Started',
    width: 140,
    isNumeric: false,
    isSortable: true,
    textOf: ({ info }) => formatDay(info.start_time),
    detailOf: ({ info }) => `${formatDate(info.start_time)}, ${formatAgo(info.start_time)}`,
  },
  {
    id: 'attributes.duration',
    title: 'Duration',
    width: 106,
    isNumeric: true,
    isSortable: true,
    textOf: ({ info }) => {
      const duration = durationOf(info, Date.now())
      return duration === undefined ? '' : formatDuration(duration)
    },
    numberOf: ({ info }) => durationOf(info, Date.now()),
  },
  {
    id: 'attributes.end_time',
    title: 'Ended',
    width: 140,
    isNumeric: false,
    isSortable: true,
    textOf: ({ info }) => formatDay(info.end_time),
    detailOf: ({ info }) => formatDate(info.end_time),
  },
  text('attributes.status', 'Status', ({ info }) => info.status),
  text('attributes.user_id', 'User', ({ info }) => info.user_id ?? ''),
  text('attributes.run_id', 'Id', ({ info }) => info.run_id, 270),
  text('attributes.verdict', 'Verdict', (run) => tagOf(run, 'reprise.verdict') ?? '', 150),
  text('tags.mlflow.source.name', 'Source', (run) => tagOf(run, 'mlflow.source.name') ?? '', 160),
  text('tags.mlflow.source.git.commit', 'Commit', (run) => (tagOf(run, 'mlflow.source.git.commit') ?? '').slice(0, 10)),
  text('tags.mlflow.note.content', 'Notes', (run) => (tagOf(run, 'mlflow.note.content') ?? '').split('\n', 1)[0] ?? '', 220),
  {
    id: 'inputs',
    title: 'Data read',
    width: 180,
    isNumeric: false,
    isSortable: false,
    textOf: ({ inputs }) => (inputs?.dataset_inputs ?? []).map(({ dataset }) => dataset.name).join(', '),
  },
]

/** Those that a table has at first. */
export const firstOwnColumns = ['attributes.start_time', 'attributes.duration'] as const

function text(id: string, title: string, textOf: (run: Run) => string, width = 110): Column {
  return { id, title, width, isNumeric: false, isSortable: true, textOf, detailOf: textOf }
}

/** A mean of numbers of a column, as the column writes them. */
export function formatMean(column: Column, values: readonly number[]): string {
  if (values.length === 0) return ''
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return column.id === 'attributes.duration' ? formatDuration(mean) : formatNumber(mean)
}
