import { type Int64, type RunEventName, runEvents, runStatus, toWireInt64 } from '@reprise/protocol'
import type { Dialect } from '../database.ts'
import { raw, sql } from '../sql.ts'
import type { HandlerContext } from '../store.ts'
import { isTerminal, statusOf } from '../operations/lifecycle.ts'

/** As `webhook_subscriptions` holds what concerns every experiment. */
export const ALL_EXPERIMENTS = -1

/** A column of statements that write runs: 1 where some webhook is active. So nothing has to be asked where none is. */
export const isAnyoneTold = raw('(select count(*) from (select 1 from webhook_subscriptions limit 1) some_subscription) as is_anyone_told')

/** A run before and after a write, as the rows of `runs` have it. */
export interface RunChange {
  readonly uuid: string
  readonly experiment_id: number
  readonly name: string
  readonly start_time: Int64
  readonly end_time: Int64 | null
  /** Undefined for a run that was just made. */
  readonly before: number | undefined
  readonly after: number
  /** See {@link isAnyoneTold}. */
  readonly is_anyone_told: number
}

/**
 * Puts what happened to a run into the outbox of every webhook that it concerns, in the transaction of what happened. An event is a change of
 * status: into RUNNING, also again, and into each way to end. The same status once more is none, and neither are SCHEDULED, deletion and
 * restoring. On PostgreSQL the statement travels with the commit.
 */
export async function recordRunEvent(context: HandlerContext, run: RunChange): Promise<void> {
  if (run.is_anyone_told === 0 || run.before === run.after) return
  const event = eventOf(run.after)
  if (event === undefined) return
  const { connection, now } = context
  const details = JSON.stringify({
    status: statusOf(run.after),
    run_name: run.name,
    start_time: toWireInt64(run.start_time),
    end_time: run.end_time === null ? null : toWireInt64(run.end_time),
    ...(run.before !== undefined && isTerminal(statusOf(run.before)) ? { previous_status: statusOf(run.before) } : {}),
  })
  const time = now()
  const statement = sql`insert into webhook_deliveries (uuid, webhook_id, event, run_id, experiment_id, event_time, details, state, attempts, due)
    select ${raw(uuids[connection.dialect])}, s.webhook_id, s.event, cast(${run.uuid} as text), cast(${run.experiment_id} as bigint),
      cast(${time} as bigint), cast(${details} as text), 0, 0, cast(${time} as bigint)
    from webhook_subscriptions s where s.event = ${runEvents.indexOf(event)} and s.experiment_id in (${raw(String(ALL_EXPERIMENTS))}, ${run.experiment_id})`
  if (context.runLast === undefined) await connection.run(statement)
  else context.runLast(statement)
}

/** One for each row. */
const uuids: Readonly<Record<Dialect, string>> = {
  sqlite: `lower(hex(randomblob(16)))`,
  postgres: `replace(gen_random_uuid()::text, '-', '')`,
}

function eventOf(status: number): RunEventName | undefined {
  switch (status) {
    case runStatus.values.RUNNING:
      return 'run.started'
    case runStatus.values.FINISHED:
      return 'run.finished'
    case runStatus.values.FAILED:
      return 'run.failed'
    case runStatus.values.KILLED:
      return 'run.killed'
    default:
      return undefined
  }
}
