import type { Connection } from '../database.ts'
import { raw, sql } from '../sql.ts'
import type { VerifyReport } from '../store.ts'
import { readPendingRows } from './pending-rows.ts'
import { verifyRun } from './verify-run.ts'

const RUNS_AT_ONCE = 200
/** Past this the rest is only counted: a report is for reading. */
const MOST_PROBLEMS = 1_000

const ofRuns = ['params', 'tags', 'metrics', 'journal', 'blocks', 'inputs', 'input_tags', 'outputs', 'model_links'] as const
const withKeys = ['params', 'tags', 'metrics'] as const

/**
 * Reads everything there is, in the snapshot of the caller's transaction: every block and journal row decodes and says
 * of itself what its row says, the summaries that searches use are what the points give, and no row hangs on nothing.
 */
export async function verifyStore(
  connection: Connection,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<VerifyReport> {
  const problems = [...(await findLooseRows(connection)), ...(await findStrays(connection))]
  const total = await countRuns(connection)
  const isPending = await readPendingRows(connection)
  let [runs, blocks, journalRows, unsaid] = [0, 0, 0, 0]
  for (let after = -1; ;) {
    const rows = await connection.all<{ id: number; uuid: string }>(
      sql`select id, uuid from runs where id > ${after} order by id limit ${RUNS_AT_ONCE}`,
    )
    for (const run of rows) {
      const found = await verifyRun(connection, run, isPending)
      blocks += found.blocks
      journalRows += found.journalRows
      const said = found.problems.slice(0, MOST_PROBLEMS - problems.length)
      problems.push(...said)
      unsaid += found.problems.length - said.length
    }
    runs += rows.length
    onProgress(runs, total)
    const last = rows.at(-1)
    if (last === undefined) break
    after = last.id
  }
  return { blocks, journalRows, runs, problems: unsaid === 0 ? problems : [...problems, `and ${unsaid} more`] }
}

/** What a search in one experiment would find of a run that is in another. */
async function findStrays(connection: Connection): Promise<string[]> {
  const problems: string[] = []
  const inOther = 'exists (select 1 from runs r where r.id = t.run_id and r.experiment_id <> t.experiment_id)'
  const ofOther =
    'not exists (select 1 from runs r, datasets d where r.id = t.run_id and d.id = t.dataset_id and d.experiment_id = r.experiment_id) and exists (select 1 from runs r where r.id = t.run_id)'
  const conditions = [
    ...withKeys.map((table) => [table, inOther] as const),
    ...(['inputs', 'outputs'] as const).map((table) => [table, ofOther] as const),
  ]
  for (const [table, condition] of conditions) {
    const row = await connection.get<{ count: number }>(sql`select count(*) as count from ${raw(table)} t where ${raw(condition)}`)
    const strays = Number(row?.count ?? 0)
    if (strays > 0)
      problems.push(
        `${strays} ${strays === 1 ? 'row' : 'rows'} of ${table} ${strays === 1 ? 'is not of the experiment that its' : 'are not of the experiment that their'} run is in`,
      )
  }
  return problems
}

async function findLooseRows(connection: Connection): Promise<string[]> {
  const problems: string[] = []
  const count = async (what: string, table: string, condition: string): Promise<void> => {
    const row = await connection.get<{ count: number }>(sql`select count(*) as count from ${raw(table)} t where ${raw(condition)}`)
    const loose = Number(row?.count ?? 0)
    if (loose > 0) problems.push(`${loose} ${loose === 1 ? 'row' : 'rows'} of ${table} hang on ${what} that is not there`)
  }
  for (const table of connection.dialect === 'postgres' ? [...ofRuns, 'unsummarised'] : ofRuns)
    await count(
      'a run',
      table,
      'not exists (select 1 from runs r where r.id = t.run_id) and not exists (select 1 from collected_runs c where c.run_id = t.run_id)',
    )
  for (const table of withKeys) await count('a name', table, 'not exists (select 1 from keys k where k.id = t.key_id)')
  await count('a pipeline', 'pipeline_states', 'not exists (select 1 from pipelines p where p.id = t.pipeline_id)')
  await count('a webhook', 'webhook_subscriptions', 'not exists (select 1 from webhooks w where w.id = t.webhook_id)')
  await count('an experiment', 'runs', 'not exists (select 1 from experiments e where e.id = t.experiment_id)')
  return problems
}

async function countRuns(connection: Connection): Promise<number> {
  const row = await connection.get<{ count: number }>(sql`select count(*) as count from runs`)
  return Number(row?.count ?? 0)
}
