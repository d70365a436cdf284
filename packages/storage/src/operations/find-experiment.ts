import { type Int64, parseInt64, RepriseError } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { sql } from '../sql.ts'
import type { HandlerContext } from '../store.ts'
import { joinLocation } from './artifact-location.ts'
import { ACTIVE } from './lifecycle.ts'

export type ExperimentRow = {
  readonly id: number
  readonly name: string
  readonly artifact_location: string
  readonly lifecycle: number
  readonly creation_time: Int64
  readonly last_update_time: Int64
}

export const experimentColumns = sql`id, name, artifact_location, lifecycle, creation_time, last_update_time`

/** Ids travel as text; this store's are decimal numbers. Throws INVALID_PARAMETER_VALUE in MLflow's words. */
export function parseExperimentId(text: string): Int64 {
  const id = parseInt64(text)
  if (id === undefined) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `Invalid experiment ID '${text}'. Experiment ID must be a valid integer.`)
  }
  return id
}

/** The experiment, deleted or not. Throws RESOURCE_DOES_NOT_EXIST. */
export async function findExperiment(connection: Connection, idText: string): Promise<ExperimentRow> {
  const id = parseExperimentId(idText)
  const row = await connection.get<ExperimentRow>(sql`select ${experimentColumns} from experiments where id = ${id}`)
  if (row === undefined) throw noExperiment(id)
  return row
}

export function noExperiment(id: Int64): RepriseError {
  return new RepriseError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${id} exists`)
}

export function assertExperimentActive(experiment: ExperimentRow): void {
  if (experiment.lifecycle === ACTIVE) return
  throw new RepriseError(
    'INVALID_PARAMETER_VALUE',
    `The experiment ${experiment.id} must be in the 'active' state. Current state is deleted.`,
    { hint: 'Restore the experiment first.' },
  )
}

/** The default experiment comes with the schema, before the artifact root is known: its location is computed. */
export function locationOf(context: HandlerContext, experiment: ExperimentRow): string {
  return experiment.artifact_location === '' ? joinLocation(context.artifactRoot, String(experiment.id)) : experiment.artifact_location
}
