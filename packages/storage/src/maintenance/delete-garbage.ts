import type { Connection, Row } from '../database.ts'
import { list, raw, sql } from '../sql.ts'
import { removableExperiments, removableRuns } from './find-garbage.ts'

/** A run that is out of sight, and whose artifacts and rows are still to be deleted. */
export interface CollectedRun {
  readonly id: number
  readonly artifactUri: string
}

/** Rows of one step: few, so that ingest beside it waits for milliseconds. */
const ROWS_AT_ONCE = 1_000

/** Everything that hangs on a run, with what tells its rows apart and what is to be known of those deleted. */
const tablesOfRuns = [
  { name: 'blocks', key: 'id', answers: 'point_count' },
  { name: 'journal', key: 'id', answers: 'point_count' },
  { name: 'metrics', key: 'key_id', answers: 'key_id' },
  { name: 'params', key: 'key_id', answers: 'key_id' },
  { name: 'tags', key: 'key_id', answers: 'key_id' },
  { name: 'input_tags', key: 'dataset_id, key', answers: 'dataset_id' },
  { name: 'inputs', key: 'dataset_id', answers: 'dataset_id' },
  { name: 'outputs', key: 'dataset_id', answers: 'dataset_id' },
  { name: 'model_links', key: 'direction, model_id', answers: 'direction' },
] as const

/** Only PostgreSQL has this one. */
const unsummarised = { name: 'unsummarised', key: 'journal_id', answers: 'journal_id' } as const

/** Takes runs that were deleted before a moment out of sight. One that was restored since stays. */
export async function takeGarbage(connection: Connection, olderThan: number, limit: number): Promise<void> {
  const taken = await connection.all<{ id: number; experiment_id: number; artifact_uri: string }>(
    // Said twice: a server that restores one of them at this moment is waited for, and then only the outer condition is asked again.
    sql`delete from runs where lifecycle = 1 and id in (select r.id from runs r where ${removableRuns(olderThan)} order by r.id limit ${limit})
      returning id, experiment_id, artifact_uri`,
  )
  for (const run of taken) {
    const values = list([run.id, run.experiment_id, run.artifact_uri])
    await connection.run(sql`insert into collected_runs (run_id, experiment_id, artifact_uri) values ${values}`)
  }
}

/** Runs taken out of sight, now or by a collection that did not come to its end. */
export async function findCollected(connection: Connection, limit: number): Promise<CollectedRun[]> {
  const rows = await connection.all<{ run_id: number; artifact_uri: string }>(
    sql`select run_id, artifact_uri from collected_runs order by run_id limit ${limit}`,
  )
  return rows.map((row) => ({ id: row.run_id, artifactUri: row.artifact_uri }))
}

/** Deletes some of the rows that hang on a run; a count of 0 says that there are none left. */
export async function deleteRowsOf(connection: Connection, runId: number): Promise<{ count: number; points: number; keyIds: number[] }> {
  const gone = { count: 0, points: 0, keyIds: [] as number[] }
  for (const { name, key, answers } of connection.dialect === 'postgres' ? [unsummarised, ...tablesOfRuns] : tablesOfRuns) {
    const room = ROWS_AT_ONCE - gone.count
    if (room <= 0) break
    const rows = await connection.all<Row>(
      sql`delete from ${raw(name)} where run_id = ${runId} and (${raw(key)}) in
        (select ${raw(key)} from ${raw(name)} where run_id = ${runId} limit ${room}) returning ${raw(answers)} as answer`,
    )
    gone.count += rows.length
    for (const { answer } of rows) {
      if (answers === 'point_count') gone.points += Number(answer)
      if (answers === 'key_id') gone.keyIds.push(Number(answer))
    }
  }
  return gone
}

/** Strikes a run off when nothing of it is left. */
export async function forgetCollected(connection: Connection, runId: number): Promise<void> {
  await connection.run(sql`delete from collected_runs where run_id = ${runId}`)
}

/** Deletes the deleted experiments that have no runs left; answers how many, and where the files of their logged models are. */
export async function deleteEmptyExperiments(
  connection: Connection,
  olderThan: number,
): Promise<{ readonly experiments: number; readonly artifactUris: string[] }> {
  const rows = await connection.all<{ id: number }>(
    sql`select e.id from experiments e where ${removableExperiments(olderThan)}
      and not exists (select 1 from runs r where r.experiment_id = e.id)
      and not exists (select 1 from collected_runs c where c.experiment_id = e.id)
      order by e.id ${raw(connection.dialect === 'postgres' ? 'for update' : '')}`,
  )
  const artifactUris: string[] = []
  for (const { id } of rows) {
    for (const what of ['params', 'tags']) {
      await connection.run(
        sql`delete from ${raw(`logged_model_${what}`)} where model_id in (select id from logged_models where experiment_id = ${id})`,
      )
    }
    const models = await connection.all<{ artifact_uri: string }>(
      sql`delete from logged_models where experiment_id = ${id} returning artifact_uri`,
    )
    artifactUris.push(...models.map((model) => model.artifact_uri))
    await connection.run(sql`delete from experiment_tags where experiment_id = ${id}`)
    await connection.run(sql`delete from views where experiment_id = ${id}`)
    await connection.run(
      sql`delete from dataset_files where folder in (select digest from datasets where experiment_id = ${id})
        and not exists (select 1 from datasets d where d.digest = dataset_files.folder and d.experiment_id <> ${id})`,
    )
    await connection.run(sql`delete from datasets where experiment_id = ${id}`)
    await connection.run(sql`delete from experiments where id = ${id}`)
  }
  return { experiments: rows.length, artifactUris }
}
