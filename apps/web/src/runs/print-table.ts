import type { Run } from '@reprise/protocol'
import { printRows } from '../panels/picture/print-values.ts'
import { durationOf } from '../values/duration-of.ts'
import { nameOfRun } from '../values/name-of-run.ts'
import type { Column } from './column.ts'

/** What of every run is told in the first columns already. */
const first: ReadonlySet<string> = new Set(['attributes.run_id', 'attributes.status'])

/** A table of runs as CSV: its columns by the names of searches, numbers with all their digits, times in UTC, durations in seconds. */
export function printTable(runs: readonly Run[], columns: readonly Column[]): string {
  const shown = columns.filter(({ id }) => !first.has(id))
  const head = ['run_id', 'run_name', 'status', ...shown.map(({ id }) => id)]
  return printRows([
    head,
    ...runs.map((run) => [run.info.run_id, nameOfRun(run.info), run.info.status, ...shown.map((column) => cellOf(column, run))]),
  ])
}

function cellOf(column: Column, run: Run): string | number {
  const { info } = run
  if (column.id === 'attributes.start_time') return isoTime(info.start_time)
  if (column.id === 'attributes.end_time') return isoTime(info.end_time)
  if (column.id === 'attributes.duration') return info.end_time === undefined ? '' : (durationOf(info, 0) ?? 0) / 1_000
  return column.isNumeric ? (column.numberOf?.(run) ?? '') : (column.detailOf ?? column.textOf)(run)
}

function isoTime(time: number | bigint | undefined): string {
  return time === undefined ? '' : new Date(Number(time)).toISOString()
}
