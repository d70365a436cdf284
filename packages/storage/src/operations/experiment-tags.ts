import { limits, RepriseError } from '@reprise/protocol'
import { assertName } from '../ingest/names.ts'
import { list, sql } from '../sql.ts'
import type { Handler } from '../store.ts'
import { assertLength } from './check-text.ts'
import { assertExperimentActive, findExperiment } from './find-experiment.ts'

/** Throws INVALID_PARAMETER_VALUE in MLflow's words: long values of experiment tags are refused, not cut. */
export function assertExperimentTag(key: string, value: string): void {
  assertLength(key, limits.keyLength, 'key')
  assertName(key, 'Tag key', 'key')
  assertLength(value, limits.experimentTagValueLength, 'value')
}

export const setExperimentTag: Handler<'setExperimentTag'> = async (context, request) => {
  const { key, value = '' } = request
  assertExperimentTag(key, value)
  const experiment = await findExperiment(context.connection, request.experiment_id)
  assertExperimentActive(experiment)
  await context.connection.run(
    sql`insert into experiment_tags (experiment_id, key, value) values ${list([experiment.id, key, value])}
      on conflict (experiment_id, key) do update set value = excluded.value`,
  )
  await context.announce('experiment-updated', experiment.id)
  return {}
}

export const deleteExperimentTag: Handler<'deleteExperimentTag'> = async (context, request) => {
  const experiment = await findExperiment(context.connection, request.experiment_id)
  assertExperimentActive(experiment)
  const deleted = await context.connection.run(
    sql`delete from experiment_tags where experiment_id = ${experiment.id} and key = ${request.key}`,
  )
  if (deleted === 0) {
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `No tag with name: ${request.key} in experiment with id ${experiment.id}`)
  }
  await context.announce('experiment-updated', experiment.id)
  return {}
}
