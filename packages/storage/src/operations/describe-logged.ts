import type { Int64 } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { list, raw, type Sql, sql } from '../sql.ts'
import { encodeDouble } from './encode-double.ts'
import { summaryColumns, summaryEncoder, type SummaryRow } from './encode-summary.ts'
import { type KeySelection, type Projection, resolveSelection, selects, type SummaryPart, unionOf } from './projection.ts'

type ValueRow = { run_id: number; key_id: number; value: string }
type MetricRow = { run_id: number; key_id: number; value: number; is_nan: number; timestamp: Int64; step: Int64 }

/** What some runs logged, as the inside of the JSON object `data`. */
export interface Logged {
  readonly rows: number
  dataOf(runId: number): string
}

/** Names as JSON text, by id. */
type Names = ReadonlyMap<number, string>

const NAMES_PER_QUERY = 5_000

/** Reads latest metrics, their summaries, params and tags; text is put together by hand, as a page may carry 100,000 metrics. */
export async function readLogged(connection: Connection, runIds: readonly number[], projection: Projection): Promise<Logged> {
  const summarised = unionOf(Object.values(projection.summaries))
  const [metrics, summaries, params, tags] = await Promise.all([
    readRows<MetricRow>(connection, sql`run_id, key_id, value, is_nan, timestamp, step from metrics`, runIds, projection.metrics),
    readRows<SummaryRow>(connection, sql`${summaryColumns} from metrics`, runIds, summarised),
    readRows<ValueRow>(connection, sql`run_id, key_id, value from params`, runIds, projection.params),
    readRows<ValueRow>(connection, sql`run_id, key_id, value from tags`, runIds, projection.tags),
  ])
  const names = await readNames(connection, [metrics, summaries, params, tags])
  const sections = [
    { name: 'metrics', texts: group(metrics, chosen(names, projection.metrics), encodeMetric) },
    { name: 'summaries', texts: group(summaries, chosen(names, summarised), encodeSummaries(names, projection.summaries)) },
    { name: 'params', texts: group(params, chosen(names, projection.params), encodeValue) },
    { name: 'tags', texts: group(tags, chosen(names, projection.tags), encodeValue) },
  ]
  return {
    rows: metrics.length + summaries.length + params.length + tags.length,
    dataOf: (runId) =>
      sections
        .flatMap(({ name, texts }) => {
          const text = texts.get(runId)
          return text === undefined ? [] : [`"${name}":[${text}]`]
        })
        .join(','),
  }
}

async function readRows<Row extends ValueRow | MetricRow | SummaryRow>(
  connection: Connection,
  columnsAndTable: Sql,
  runIds: readonly number[],
  selection: KeySelection,
): Promise<Row[]> {
  if (selection === 'none') return []
  const keyIds = selection === 'all' ? undefined : await resolveSelection(connection, selection)
  if (keyIds?.length === 0) return []
  const condition = keyIds === undefined ? raw('') : sql` and key_id in ${list(keyIds)}`
  return connection.all<Row>(sql`select ${columnsAndTable} where run_id in ${list(runIds)}${condition} order by run_id, key_id`)
}

async function readNames(
  connection: Connection,
  sections: readonly (readonly { key_id: number }[])[],
): Promise<ReadonlyMap<number, string>> {
  const wanted = new Set<number>()
  for (const rows of sections) for (const row of rows) wanted.add(row.key_id)
  const ids = [...wanted]
  const names = new Map<number, string>()
  for (let at = 0; at < ids.length; at += NAMES_PER_QUERY) {
    const found = await connection.all<{ id: number; name: string }>(
      sql`select id, name from keys where id in ${list(ids.slice(at, at + NAMES_PER_QUERY))}`,
    )
    for (const row of found) names.set(row.id, row.name)
  }
  return names
}

/** The names a section shows, quoted. */
function chosen(names: ReadonlyMap<number, string>, selection: KeySelection): Names {
  const quoted = new Map<number, string>()
  if (selection === 'none') return quoted
  for (const [id, name] of names) {
    if (selection === 'all' || selects(selection, name)) quoted.set(id, JSON.stringify(name))
  }
  return quoted
}

/** Joins the texts of each run; rows come ordered by run. */
function group<Row extends { run_id: number; key_id: number }>(
  rows: readonly Row[],
  names: Names,
  encode: (name: string, row: Row) => string,
): ReadonlyMap<number, string> {
  const texts = new Map<number, string>()
  let runId = rows[0]?.run_id
  let text = ''
  for (const row of rows) {
    if (row.run_id !== runId) {
      if (runId !== undefined && text !== '') texts.set(runId, text)
      runId = row.run_id
      text = ''
    }
    const name = names.get(row.key_id)
    if (name !== undefined) text += text === '' ? encode(name, row) : `,${encode(name, row)}`
  }
  if (runId !== undefined && text !== '') texts.set(runId, text)
  return texts
}

/** What JSON writes in another way, and what is not well-formed. */
const unusual = /[\u0000-\u001f"\\\ud800-\udfff]/

function encodeValue(name: string, { value }: ValueRow): string {
  return `{"key":${name},"value":${unusual.test(value) ? JSON.stringify(value) : `"${value}"`}}`
}

function encodeMetric(name: string, row: MetricRow): string {
  return `{"key":${name},"value":${row.is_nan === 0 ? encodeDouble(row.value) : '"NaN"'},"timestamp":${row.timestamp},"step":${row.step}}`
}

function encodeSummaries(names: Names, projection: Projection['summaries']): (name: string, row: SummaryRow) => string {
  const wanted: Readonly<Record<SummaryPart, Names>> = {
    min: chosen(names, projection.min),
    max: chosen(names, projection.max),
    first: chosen(names, projection.first),
    last: chosen(names, projection.last),
  }
  return summaryEncoder(projection, (part, keyId) => wanted[part].has(keyId))
}
