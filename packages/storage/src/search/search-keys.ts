import type { Int64 } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { raw, type Sql, sql } from '../sql.ts'
import { conjunction, toSql } from './conditions.ts'
import { contains, indexedBy, isOneOf } from './dialect.ts'

export interface KeyQuery {
  readonly experimentIds: readonly Int64[]
  /** Only names that this run has. */
  readonly runId: number | undefined
  readonly entity: 'metric' | 'param' | 'tag'
  /** Part of the name, in any case of ASCII letters. */
  readonly contains: string
  /** Only names behind this one. */
  readonly after: string | undefined
  readonly limit: number
}

export interface FoundKey {
  readonly name: string
  /** Deleted runs included; counted up to {@link MOST_COUNTED} per experiment. */
  readonly runs: number
}

/** Runs of a key in one experiment are counted this far. */
const MOST_COUNTED = 1_000
/** Up to here the keys of the experiments are listed and sorted; beyond, all names are walked in order and looked up. */
const MANY_KEYS = 5_000

const tables = { metric: 'metrics', param: 'params', tag: 'tags' } as const

/** Finds names that runs of some experiments have, by name. No table counts them: an index is jumped through, key by key. */
export async function searchKeys(connection: Connection, query: KeyQuery): Promise<FoundKey[]> {
  const index = { connection, table: tables[query.entity], experimentIds: [...new Set(query.experimentIds)], runId: query.runId }
  const few = query.runId === undefined ? await listFewKeys(index) : await listKeysOfRun(index, query.runId)
  const condition = conjunction([
    few === undefined ? isUsed(index) : few.length > 0 && isOneOf(connection.dialect, raw('k.id'), { kind: 'integer', values: few }),
    query.after === undefined || sql`k.name > ${query.after}`,
    query.contains === '' || contains(connection.dialect, raw('k.name'), query.contains),
  ])
  if (condition === false) return []
  const keys = await connection.all<{ id: number; name: string }>(
    sql`select k.id, k.name from keys k where ${toSql(condition)} order by k.name limit ${query.limit}`,
  )
  return Promise.all(keys.map(async ({ id, name }) => ({ name, runs: await countRuns(index, id) })))
}

interface KeyIndex {
  readonly connection: Connection
  readonly table: (typeof tables)[keyof typeof tables]
  readonly experimentIds: readonly Int64[]
  readonly runId: number | undefined
}

/** The keys of a run; undefined when there are many. */
async function listKeysOfRun({ connection, table }: KeyIndex, runId: number): Promise<readonly number[] | undefined> {
  const rows = await connection.all<{ id: number }>(
    sql`select v.key_id as id from ${raw(table)} v where v.run_id = ${runId} limit ${MANY_KEYS + 1}`,
  )
  return rows.length > MANY_KEYS ? undefined : rows.map(({ id }) => id)
}

/** The keys of the experiments; undefined when there are many. */
async function listFewKeys({ connection, table, experimentIds }: KeyIndex): Promise<readonly number[] | undefined> {
  const ids = new Set<number>()
  for (const experimentId of experimentIds) {
    const keys = sql`from ${raw(table)} v${indexedBy(connection.dialect, `${table}_by_value`)} where v.experiment_id = ${experimentId}`
    const rows = await connection.all<{ id: number }>(
      sql`with recursive found (id) as (
          select min(v.key_id) ${keys}
          union all select (select min(v.key_id) ${keys} and v.key_id > found.id) from found where found.id is not null)
        select id from found where id is not null limit ${MANY_KEYS + 1}`,
    )
    for (const { id } of rows) ids.add(id)
    if (ids.size > MANY_KEYS) return undefined
  }
  return [...ids]
}

function isUsed({ connection, table, experimentIds, runId }: KeyIndex): Sql {
  const among =
    runId !== undefined
      ? sql`v.run_id = ${runId}`
      : isOneOf(connection.dialect, raw('v.experiment_id'), { kind: 'integer', values: experimentIds })
  return sql`coalesce((select true from ${raw(table)} v where ${among} and v.key_id = k.id limit 1), false)`
}

async function countRuns({ connection, table, experimentIds, runId }: KeyIndex, keyId: number): Promise<number> {
  if (runId !== undefined) return 1
  let runs = 0
  for (const experimentId of experimentIds) {
    const row = await connection.get<{ n: number }>(
      sql`select count(*) as n from (
        select 1 from ${raw(table)} v where v.experiment_id = ${experimentId} and v.key_id = ${keyId} limit ${MOST_COUNTED}) as counted`,
    )
    runs += row?.n ?? 0
  }
  return runs
}
