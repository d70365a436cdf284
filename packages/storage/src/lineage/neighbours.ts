import type { Int64 } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { raw, type Sql, sql } from '../sql.ts'
import { type Data, datasetColumns, type DatasetRow, keyOfData, readData } from './data.ts'
import { unionAll } from './union-all.ts'

/** A run, as far as lineage tells of it. */
export type RunOfData = {
  readonly id: number
  readonly uuid: string
  readonly name: string
  readonly experiment_id: number
  readonly status: number
  readonly start_time: Int64
  readonly end_time: Int64 | null
}

export type Subject = { readonly run: RunOfData; readonly data?: undefined } | { readonly data: Data; readonly run?: undefined }

/** What lies next to a subject. */
export interface Neighbours {
  readonly of: Subject
  readonly subjects: readonly Subject[]
  /** Whether there are more. */
  readonly hasMore: boolean
}

/** Of `runs r`. */
const runColumns: Sql = sql`r.id, r.uuid, r.name, r.experiment_id, r.status, r.start_time, r.end_time`

export function idOf({ run, data }: Subject): string {
  return run === undefined ? `data:${data.key}` : `run:${run.uuid}`
}

/** Up: what runs read, and the runs that made data. Down: what runs made, and the runs that read data. At most so many of each, the newest runs first. */
export async function findNeighbours(
  connection: Connection,
  subjects: readonly Subject[],
  { isUp, most }: { readonly isUp: boolean; readonly most: number },
): Promise<Neighbours[]> {
  const runs = subjects.flatMap(({ run }) => run ?? [])
  const data = subjects.flatMap((subject) => subject.data ?? [])
  const dataOf = await findDataOfRuns(connection, runs, { table: isUp ? 'inputs' : 'outputs', most })
  const runsOf = await findRunsOfData(connection, data, { table: isUp ? 'outputs' : 'inputs', most })
  return subjects.map((of) => {
    const found: readonly Subject[] = of.run === undefined ? (runsOf.get(of.data.key) ?? []) : (dataOf.get(of.run.id) ?? [])
    return { of, subjects: found.slice(0, most), hasMore: found.length > most || of.data?.hasMore === true }
  })
}

interface Link {
  readonly table: 'inputs' | 'outputs'
  readonly most: number
}

async function findDataOfRuns(connection: Connection, runs: readonly RunOfData[], { table, most }: Link): Promise<Map<number, Subject[]>> {
  const selections = runs.map(
    (run) =>
      sql`select l.run_id, ${datasetColumns} from ${raw(table)} l join datasets d on d.id = l.dataset_id
        where l.run_id = ${run.id} order by l.dataset_id limit ${most + 1}`,
  )
  const rows = await unionAll<DatasetRow & { run_id: number }>(connection, selections)
  const data = await readData(connection, rows)
  const found = new Map<number, Subject[]>()
  for (const [runId, datasets] of Map.groupBy(rows, (row) => row.run_id)) {
    const keys = new Set(datasets.map(keyOfData))
    found.set(
      runId,
      [...keys].flatMap((key) => {
        const one = data.get(key)
        return one === undefined ? [] : [{ data: one }]
      }),
    )
  }
  return found
}

async function findRunsOfData(connection: Connection, data: readonly Data[], { table, most }: Link): Promise<Map<string, Subject[]>> {
  const keys = new Map(data.flatMap(({ key, datasets }) => datasets.map(({ id }) => [id, key] as const)))
  const selections = [...keys.keys()].map((id) => selectRuns(table, id, { limit: most + 1 }))
  const rows = await unionAll<RunOfData & { dataset_id: number }>(connection, selections)
  const found = new Map<string, Subject[]>()
  for (const [key, runs] of Map.groupBy(rows, (row) => keys.get(row.dataset_id) ?? '')) {
    found.set(
      key,
      newestFirst(runs).map((run) => ({ run })),
    )
  }
  return found
}

/** Runs, and not deleted ones, that are linked to a dataset; the newest first, after one of them where it is given. */
export function selectRuns(
  table: Link['table'],
  datasetId: number,
  page: { readonly limit: number; readonly after?: number | undefined },
): Sql {
  const after = page.after === undefined ? sql`` : sql`and l.run_id < ${page.after}`
  return sql`select l.dataset_id, ${runColumns} from ${raw(table)} l join runs r on r.id = l.run_id
    where l.dataset_id = ${datasetId} ${after} and r.lifecycle = 0 order by l.run_id desc limit ${page.limit}`
}

/** Each run once: it may have the same data under several names. */
export function newestFirst<Run extends RunOfData>(runs: readonly Run[]): Run[] {
  return [...new Map(runs.map((run) => [run.id, run])).values()].toSorted((a, b) => b.id - a.id)
}
