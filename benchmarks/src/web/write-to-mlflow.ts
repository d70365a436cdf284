import { DatabaseSync } from 'node:sqlite'
import type { LoggedRuns } from './log-to-reprise.ts'
import { type PlannedRun, START, valueAt } from './plans.ts'

const EXPERIMENT = 1

/** Writes runs into a database that `mlflow db upgrade` has made, as MLflow would have in hours. */
export function writeToMlflow(path: string, name: string, plan: readonly PlannedRun[]): LoggedRuns {
  using database = new DatabaseSync(path)
  database.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -500000')
  const indexes = database
    .prepare("select name, sql from sqlite_master where type = 'index' and tbl_name = 'metrics' and sql is not null")
    .all()
  for (const index of indexes) database.exec(`drop index ${String(index['name'])}`)
  database.exec('begin')
  const insertExperiment = database.prepare(`insert into experiments values (?, ?, ?, 'active', ?, ?, 'default')`)
  insertExperiment.run(EXPERIMENT, name, `mlflow-artifacts:/${EXPERIMENT}`, START, START)
  const runs = plan.map((_, index) => (index + 1).toString(16).padStart(32, '0'))
  writeRuns(database, runs, plan)
  writePoints(database, runs, plan)
  for (const index of indexes) database.exec(String(index['sql']))
  database.exec('commit; pragma journal_mode = delete')
  return { experiment: String(EXPERIMENT), runs }
}

function writeRuns(database: DatabaseSync, runs: readonly string[], plan: readonly PlannedRun[]): void {
  const insertRun = database.prepare(
    `insert into runs (run_uuid, name, user_id, status, start_time, end_time, lifecycle_stage, artifact_uri, experiment_id)
     values (?, ?, 'ann', 'FINISHED', ?, ?, 'active', ?, ?)`,
  )
  const insertTag = database.prepare('insert into tags values (?, ?, ?)')
  const insertParam = database.prepare('insert into params values (?, ?, ?)')
  const insertLatest = database.prepare('insert into latest_metrics values (?, ?, ?, ?, 0, ?)')
  for (const [index, { name, params, metrics, points }] of plan.entries()) {
    const id = runs[index] ?? ''
    const start = START + index
    insertRun.run(id, name, start, start + 60_000, `mlflow-artifacts:/${EXPERIMENT}/${id}/artifacts`, EXPERIMENT)
    insertTag.run('mlflow.runName', name, id)
    for (const [key, value] of Object.entries(params)) insertParam.run(key, value, id)
    for (const key of metrics) insertLatest.run(key, valueAt(index, points - 1), START + points - 1, points - 1, id)
  }
}

/** In the order of the primary key where all runs have the same metrics, so that the database appends. */
function writePoints(database: DatabaseSync, runs: readonly string[], plan: readonly PlannedRun[]): void {
  const insert = database.prepare('insert into metrics values (?, ?, ?, ?, ?, 0)')
  const most = Math.max(...plan.map(({ points }) => points))
  for (const key of new Set(plan.flatMap(({ metrics }) => metrics))) {
    for (let step = 0; step < most; step++) {
      for (const [index, { points }] of plan.entries()) {
        if (step < points) insert.run(key, valueAt(index, step), START + step, runs[index] ?? '', step)
      }
    }
  }
}
