import type { Client } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'

export interface OpenedExperiment {
  readonly id: string
  readonly name: string
  /** Whether it was made for the run. */
  readonly isNew: boolean
}

/** Opens the experiment of a name, which is made where it is missing. Throws INVALID_PARAMETER_VALUE for a deleted one. */
export async function openExperiment(client: Client, name: string): Promise<OpenedExperiment> {
  const found = await client.getExperimentByName({ experiment_name: name }).catch((error: unknown) => {
    if (error instanceof RepriseError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
    throw error
  })
  if (found === undefined) return { id: (await client.createExperiment({ name })).experiment_id, name, isNew: true }
  if (found.experiment.lifecycle_stage === 'active') return { id: found.experiment.experiment_id, name, isNew: false }
  throw new RepriseError('INVALID_PARAMETER_VALUE', `The experiment ${JSON.stringify(name)} is deleted.`, {
    hint: 'Name another: --experiment NAME',
  })
}

/** Deletes an experiment that was made for nothing, unless somebody else uses it by now. Its name is free afterwards: deleted ones keep theirs. */
export async function closeExperiment(client: Client, { id, name, isNew }: OpenedExperiment): Promise<void> {
  if (!isNew) return
  const { runs } = await client.searchRuns({ experiment_ids: [id], max_results: 1 })
  if (runs.length > 0) return
  await client.updateExperiment({ experiment_id: id, new_name: `${name.slice(0, MOST_OF_NAME)} (import undone, ${id})` })
  await client.deleteExperiment({ experiment_id: id })
}

/** Characters, of the 500 that a name may have. */
const MOST_OF_NAME = 450
