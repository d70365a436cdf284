import type { Connection } from '../database.ts'
import { type Sql, sql, type SqlValue } from '../sql.ts'
import type { SummarySlice } from './pending-summaries.ts'
import type { Summary } from './summary.ts'

const columns = [
  'run_id',
  'key_id',
  'experiment_id',
  'start_time',
  'value',
  'is_nan',
  'timestamp',
  'step',
  'min_value',
  'max_value',
  'first_value',
  'first_step',
  'first_timestamp',
] as const

const ROWS_PER_STATEMENT = 100
const later =
  '(excluded.step, excluded.timestamp, excluded.value, excluded.is_nan) > (metrics.step, metrics.timestamp, metrics.value, metrics.is_nan)'
const earlier = `(excluded.first_step, excluded.first_timestamp, coalesce(excluded.first_value, 0), excluded.first_value is null)
  < (metrics.first_step, metrics.first_timestamp, coalesce(metrics.first_value, 0), metrics.first_value is null)`

/** The order of points is stated here because databases differ about NaN: it is stored as 0 with a flag, as MLflow does. */
export const mergeSummaries = ` on conflict (run_id, key_id) do update set ${[
  ...['value', 'is_nan', 'timestamp', 'step'].map((name) => `${name} = case when ${later} then excluded.${name} else metrics.${name} end`),
  ...['first_value', 'first_step', 'first_timestamp'].map(
    (name) => `${name} = case when ${earlier} then excluded.${name} else metrics.${name} end`,
  ),
  'min_value = coalesce(case when excluded.min_value < metrics.min_value then excluded.min_value else metrics.min_value end, excluded.min_value)',
  'max_value = coalesce(case when excluded.max_value > metrics.max_value then excluded.max_value else metrics.max_value end, excluded.max_value)',
].join(', ')}`

/** Merges summaries into table `metrics`; what is there already stays as it is where it is further on. */
export async function writeSummaries(connection: Connection, { run, summaries }: SummarySlice): Promise<void> {
  for (let start = 0; start < summaries.length; start += ROWS_PER_STATEMENT) {
    const rows = summaries.slice(start, start + ROWS_PER_STATEMENT)
    await connection.run(
      upsert(rows.map(([keyId, summary]) => [run.id, keyId, run.experimentId, run.startTime, ...summaryValues(summary)])),
    )
  }
}

/** The cells of a row after run, key, experiment and start time, in the order of the table's columns. */
export function summaryValues(summary: Summary): SqlValue[] {
  const isNan = Number.isNaN(summary.value)
  return [
    isNan ? 0 : summary.value,
    isNan ? 1 : 0,
    summary.timestamp,
    summary.step,
    numberOrNull(summary.min),
    numberOrNull(summary.max),
    numberOrNull(summary.firstValue),
    summary.firstStep,
    summary.firstTimestamp,
  ]
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

/** Put together by hand: nesting templates would copy the values of each row once per row. */
function upsert(rows: readonly (readonly SqlValue[])[]): Sql {
  const width = columns.length
  const texts = [`insert into metrics (${columns.join(', ')}) values (`]
  for (let index = 1; index < rows.length * width; index++) texts.push(index % width === 0 ? '), (' : ', ')
  texts.push(`)${mergeSummaries}`)
  return { texts, values: rows.flat() }
}

/** Records that `metrics` holds every point up to a journal row; after a crash the rows after it are folded again. */
export async function writeSummarisedThrough(connection: Connection, journalId: number): Promise<void> {
  await connection.run(
    sql`insert into meta (name, value) values ('summarised_through', ${journalId}) on conflict (name) do update set value = excluded.value`,
  )
}

/** The journal row up to which `metrics` holds every point. */
export async function readSummarisedThrough(connection: Connection): Promise<number> {
  const row = await connection.get<{ value: number }>(sql`select value from meta where name = 'summarised_through'`)
  return row?.value ?? 0
}
