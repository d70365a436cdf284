import type { Client } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'

const known = new WeakMap<Client, Map<string, string>>()

interface NewExperiment {
  readonly signal?: AbortSignal | undefined
  readonly artifactLocation?: string | undefined
}

/** The id of an experiment by name; creates it when there is none. Rejects when it is deleted. Remembered per client. */
export async function resolveExperiment(client: Client, name: string, options: NewExperiment = {}): Promise<string> {
  const ids = known.get(client) ?? new Map<string, string>()
  known.set(client, ids)
  const id = ids.get(name) ?? (await findExperiment(client, name, options.signal)) ?? (await createExperiment(client, name, options))
  ids.set(name, id)
  return id
}

/** Asks anew next time: the experiment may have been deleted, and another of that name made. */
export function forgetExperiment(client: Client, name: string): void {
  known.get(client)?.delete(name)
}

/** The id of an experiment by name, undefined when there is none. Rejects when it is deleted. */
export async function findExperiment(client: Client, name: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const { experiment } = await client.getExperimentByName({ experiment_name: name }, { signal })
    if (experiment.lifecycle_stage !== 'deleted') return experiment.experiment_id
  } catch (error) {
    if (error instanceof RepriseError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
    throw error
  }
  throw new RepriseError('INVALID_PARAMETER_VALUE', `The experiment '${name}' is deleted.`, { hint: 'Restore it, or choose another name.' })
}

async function createExperiment(client: Client, name: string, { signal, artifactLocation }: NewExperiment): Promise<string> {
  try {
    return (await client.createExperiment({ name, artifact_location: artifactLocation }, { signal })).experiment_id
  } catch (error) {
    const found =
      error instanceof RepriseError && error.code === 'RESOURCE_ALREADY_EXISTS' ? await findExperiment(client, name, signal) : undefined
    if (found === undefined) throw error
    return found
  }
}
