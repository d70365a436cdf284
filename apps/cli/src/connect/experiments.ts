import type { Client } from '@reprise/client'
import type { Experiment, ViewType } from '@reprise/protocol'
import { RepriseError } from '@reprise/protocol/errors'

const PAGE = 1_000

/** All experiments of a lifecycle stage, newest first. */
export async function listExperiments(client: Client, view: ViewType = 'ACTIVE_ONLY'): Promise<Experiment[]> {
  const experiments: Experiment[] = []
  let token: string | undefined
  do {
    const page = await client.searchExperiments({ max_results: PAGE, view_type: view, page_token: token })
    experiments.push(...page.experiments)
    token = page.next_page_token
  } while (token !== undefined)
  return experiments
}

/** An experiment by id or by name; deleted ones too. An id wins over a name that looks like it. */
export async function findExperiment(client: Client, idOrName: string): Promise<Experiment> {
  const byId = /^\d+$/.test(idOrName) ? await orNothing(client.getExperiment({ experiment_id: idOrName })) : undefined
  const found = byId ?? (await orNothing(client.getExperimentByName({ experiment_name: idOrName })))
  if (found !== undefined) return found.experiment
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no experiment with id or name ${JSON.stringify(idOrName)}.`, {
    hint: 'reprise experiments list shows what there is.',
  })
}

/** The ids of the named experiments; of all active ones when none is named. */
export async function resolveExperimentIds(client: Client, named: readonly string[]): Promise<string[]> {
  const experiments =
    named.length === 0 ? await listExperiments(client) : await Promise.all(named.map((name) => findExperiment(client, name)))
  return experiments.map((experiment) => experiment.experiment_id)
}

async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof RepriseError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
    throw error
  })
}
