import { limits, missingValue, RepriseError } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { list, raw, sql } from '../sql.ts'
import type { Handler } from '../store.ts'
import { assertExperimentActive, type ExperimentRow, experimentColumns, noExperiment, parseExperimentId } from './find-experiment.ts'
import { type MovedRun, moveRows, RUNS_PER_STATEMENT } from './move-rows.ts'
import { findDescendants } from './run-descendants.ts'

/**
 * Moves runs with all that was logged of them, or, where anything is wrong, none. Those that are there already stay, so that it can be asked
 * again. Files stay where they are. What is logged meanwhile waits, and goes where the run is by then.
 */
export const moveRuns: Handler<'moveRuns'> = async (context, request) => {
  const { connection } = context
  const named = [...new Set(request.run_ids)]
  if (named.length === 0) throw missingValue('run_ids')
  assertCount(named.length, limits.runsPerMove)
  // Before the runs, as whoever deletes an experiment locks them.
  const target = await lockTarget(connection, request.experiment_id)
  assertExperimentActive(target)
  const found = new Map((await readRuns(connection, 'uuid', named)).map((run) => [run.uuid, run]))
  const runs = named.map((uuid) => found.get(uuid) ?? refuse(uuid))
  const all = request.children === false ? runs : await findDescendants(connection, runs, limits.runsPerMoveWithChildren)
  assertCount(all.length, limits.runsPerMoveWithChildren)
  const locked = await lockRuns(connection, all)
  const moving = locked.filter((run) => run.experiment_id !== target.id)
  await assertRoom(connection, moving)
  for (const { id } of moving) await context.settle?.(id)
  await moveRows(connection, moving, target.id)
  for (const run of moving) {
    context.noteMove?.({ id: run.id, uuid: run.uuid, experimentId: target.id, startTime: run.start_time })
    await context.announce('run-moved', run.experiment_id, run.uuid)
    await context.announce('run-moved', target.id, run.uuid)
  }
  return {
    experiment_id: String(target.id),
    moved: moving.map((run) => ({ run_id: run.uuid, from_experiment_id: String(run.experiment_id) })),
  }
}

/** Nobody deletes the experiment until the runs are there. */
async function lockTarget(connection: Connection, idText: string): Promise<ExperimentRow> {
  const id = parseExperimentId(idText)
  const lock = raw(connection.dialect === 'postgres' ? 'for share' : '')
  const row = await connection.get<ExperimentRow>(sql`select ${experimentColumns} from experiments where id = ${id} ${lock}`)
  if (row === undefined) throw noExperiment(id)
  return row
}

/** Where several servers write, the runs are this transaction's: what was logged before is in the tables, what comes after waits. */
async function lockRuns(connection: Connection, runs: readonly MovedRun[]): Promise<readonly MovedRun[]> {
  if (connection.dialect === 'sqlite') return runs
  // In the order in which ingest locks them.
  const ids = runs.map(({ id }) => id).toSorted((a, b) => a - b)
  const locked = await readRuns(connection, 'id', ids, 'order by id for update')
  const byId = new Map(locked.map((run) => [run.id, run]))
  return runs.map(({ id, uuid }) => byId.get(id) ?? refuse(uuid))
}

async function readRuns(
  connection: Connection,
  column: 'id' | 'uuid',
  values: readonly (number | string)[],
  lock = '',
): Promise<MovedRun[]> {
  const runs: MovedRun[] = []
  for (let at = 0; at < values.length; at += RUNS_PER_STATEMENT) {
    const some = values.slice(at, at + RUNS_PER_STATEMENT)
    runs.push(
      ...(await connection.all<MovedRun>(
        sql`select id, uuid, experiment_id, start_time from runs where ${raw(column)} in ${list(some)} ${raw(lock)}`,
      )),
    )
  }
  return runs
}

/** Moving rewrites every row, and everybody who logs waits meanwhile: for a few seconds, not for minutes. One run may be as large as it is. */
async function assertRoom(connection: Connection, runs: readonly MovedRun[]): Promise<void> {
  if (runs.length <= 1) return
  let rows = 0
  for (let at = 0; at < runs.length; at += RUNS_PER_STATEMENT) {
    const ids = list(runs.slice(at, at + RUNS_PER_STATEMENT).map(({ id }) => id))
    for (const table of ['metrics', 'params', 'tags']) {
      const counted = await connection.get<{ count: number }>(sql`select count(*) as count from ${raw(table)} where run_id in ${ids}`)
      rows += Number(counted?.count ?? 0)
    }
  }
  if (rows <= limits.rowsPerMove) return
  throw new RepriseError(
    'INVALID_PARAMETER_VALUE',
    `These ${runs.length} runs have ${rows} metrics, params and tags; at most ${limits.rowsPerMove} are moved at once.`,
    { hint: 'Move fewer runs at a time.' },
  )
}

function assertCount(count: number, most: number): void {
  if (count <= most) return
  throw new RepriseError('INVALID_PARAMETER_VALUE', `At most ${most} runs are moved at once, those below them included. Got ${count}.`, {
    hint: 'Move fewer runs at a time, or leave those below them with children: false.',
  })
}

function refuse(uuid: string): never {
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `Run with id=${uuid} not found`, { hint: 'No run was moved.' })
}
