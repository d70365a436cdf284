import { limits, RepriseError } from '@reprise/protocol'
import { join, list, sql } from '../sql.ts'
import type { Handler, HandlerContext } from '../store.ts'
import { truncate } from './check-text.ts'
import { findActiveRun, type RunRow } from './find-run.ts'
import { findKeys, internKeys } from './keys.ts'

/** Renaming a run writes it, setting it renames the run. */
export const RUN_NAME_TAG = 'mlflow.runName'

/** A tag as it was written. */
export interface WrittenTag {
  readonly keyId: number
  readonly name: string
  readonly value: string
}

/**
 * Values that are too long are cut, as MLflow does unless told otherwise; `mayBeLong` is for those that must stay whole.
 * Answers what was written, in the order in which runs show their tags.
 */
export async function writeTags(
  context: HandlerContext,
  run: Pick<RunRow, 'id' | 'experiment_id' | 'start_time'>,
  tags: ReadonlyMap<string, string>,
  { mayBeLong = false }: { readonly mayBeLong?: boolean } = {},
): Promise<WrittenTag[]> {
  if (tags.size === 0) return []
  const names = [...tags.keys()]
  const ids = (await context.internKeys?.(names)) ?? (await internKeys(context.connection, names))
  const written = [...tags].flatMap(([name, value]): WrittenTag[] => {
    const keyId = ids.get(name)
    return keyId === undefined ? [] : [{ keyId, name, value: mayBeLong ? value : truncate(value, limits.runTagValueLength) }]
  })
  const rows = written.map(({ keyId, value }) => list([run.id, keyId, value, run.experiment_id, run.start_time]))
  const insert = sql`insert into tags (run_id, key_id, value, experiment_id, start_time) values ${join(rows, ', ')}
    on conflict (run_id, key_id) do update set value = excluded.value`
  if (context.runLast === undefined) await context.connection.run(insert)
  else context.runLast(insert)
  return written.toSorted((a, b) => a.keyId - b.keyId)
}

/** The value of a tag; undefined when the run does not have it. */
export async function readTag(context: HandlerContext, run: RunRow, name: string): Promise<string | undefined> {
  const row = await context.connection.get<{ value: string }>(
    sql`select t.value from tags t join keys k on k.id = t.key_id where t.run_id = ${run.id} and k.name = ${name}`,
  )
  return row?.value
}

/** The run keeps its name when its tag mlflow.runName is deleted. */
export const deleteTag: Handler<'deleteTag'> = async (context, request) => {
  const run = await findActiveRun(context.connection, request)
  const keyId = (await findKeys(context.connection, [request.key])).get(request.key)
  const deleted =
    keyId === undefined ? 0 : await context.connection.run(sql`delete from tags where run_id = ${run.id} and key_id = ${keyId}`)
  if (deleted === 0) {
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `No tag with name: ${request.key} in run with id ${run.uuid}`)
  }
  await context.announce('run-updated', run.experiment_id, run.uuid)
  return {}
}
