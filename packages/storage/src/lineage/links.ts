import type { Connection } from '../database.ts'
import { join, list, raw, type Sql, sql } from '../sql.ts'

/** Which runs and datasets belong together: `inputs` and `outputs` have the same columns. */
export type Links = 'inputs' | 'outputs'

export type Link = { readonly run_id: number; readonly dataset_id: number }

/** Datasets that one statement looks at. SQLite takes 500 terms in one, and plans each of them. */
const AT_ONCE = { sqlite: 50, postgres: 200 } as const
/** Links of runs that are looked at together. */
const MOST_LINKS = 10_000

/** The datasets of runs, in the order in which they were first heard of; of runs with very many, not all. */
export async function readDatasetsOf(connection: Connection, table: Links, runIds: readonly number[]): Promise<Link[]> {
  if (runIds.length === 0) return []
  return connection.all<Link>(
    sql`select run_id, dataset_id from ${raw(table)} where run_id in ${list(runIds)} order by run_id, dataset_id limit ${MOST_LINKS}`,
  )
}

export interface RunsPage {
  /** Of each dataset. */
  readonly limit: number
  /** Only runs before this one. */
  readonly before?: number | undefined
  /** Links after which no more datasets are looked at; default: all are. */
  readonly most?: number | undefined
}

/**
 * The newest runs of each dataset. Where all runs read one dataset, no more of them are looked at than are asked for: the index has them in this order, and
 * each dataset is a search of its own.
 */
export async function readRunsOf(
  connection: Connection,
  table: Links,
  datasetIds: readonly number[],
  page: RunsPage,
): Promise<{ readonly links: readonly Link[]; readonly isWhole: boolean }> {
  const { dialect } = connection
  const { most = Number.POSITIVE_INFINITY } = page
  const links: Link[] = []
  for (let at = 0; at < datasetIds.length; at += AT_ONCE[dialect]) {
    if (links.length >= most) return { links, isWhole: false }
    const ids = datasetIds.slice(at, at + AT_ONCE[dialect])
    links.push(...(await connection.all<Link>(dialect === 'postgres' ? laterally(table, ids, page) : termByTerm(table, ids, page))))
  }
  return { links, isWhole: true }
}

function laterally(table: Links, ids: readonly number[], page: RunsPage): Sql {
  const rows = ids.map((id) => sql`(cast(${id} as bigint))`)
  return sql`select q.* from (values ${join(rows, ', ')}) v (id) cross join lateral (${newest(table, raw('v.id'), page)}) q`
}

function termByTerm(table: Links, ids: readonly number[], page: RunsPage): Sql {
  return join(
    ids.map((id) => sql`select * from (${newest(table, sql`${id}`, page)})`),
    ' union all ',
  )
}

function newest(table: Links, id: Sql, { limit, before }: RunsPage): Sql {
  const older = before === undefined ? sql`` : sql`and l.run_id < ${before}`
  return sql`select l.run_id, l.dataset_id from ${raw(table)} l where l.dataset_id = ${id} ${older} order by l.run_id desc limit ${limit}`
}
