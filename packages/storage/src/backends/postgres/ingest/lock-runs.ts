import { RUN_NAME_TAG } from '../../../operations/run-tags.ts'
import { raw, sql } from '../../../sql.ts'
import type { Transaction } from '../connect/transaction.ts'
import type { IngestCall, IngestRun } from './call.ts'
import { anyOf } from './insert-rows.ts'

/**
 * Finds the runs of a group by uuid and locks them: nobody takes them away underneath, others may log points to them at
 * the same time. A group that brings params or names has its runs for itself among such groups, so that what it reads
 * of the params logged before stays true until it commits.
 */
export async function lockRuns(transaction: Transaction, calls: readonly IngestCall[]): Promise<Map<string, IngestRun>> {
  const uuids = [...new Set(calls.map((call) => call.batch.runUuid))].filter((uuid) => !uuid.includes('\0'))
  const strength = raw(calls.some(({ batch }) => changesRun(batch)) ? 'no key update' : 'key share')
  const rows = await transaction.all<IngestRun & Record<string, string | number | bigint>>(
    sql`select id, uuid, experiment_id, start_time, lifecycle from runs where uuid = ${anyOf(uuids, 'text')} order by id for ${strength}`,
  )
  return new Map(rows.map((row) => [row.uuid, row]))
}

function changesRun({ params, tags }: IngestCall['batch']): boolean {
  return params.length > 0 || tags.has(RUN_NAME_TAG)
}
