import type { Client } from '@reprise/client'
import { RepriseError } from '@reprise/protocol/errors'
import { listExperiments } from './experiments.ts'

const whole = /^[0-9a-f]{32}$/
const beginning = /^[0-9a-f]{4,31}$/
const SOME = 5

/** The run that an id, or its first four or more characters, names; deleted ones too. */
export async function findRunId(client: Client, given: string): Promise<string> {
  const id = given.replace(/…$/, '').toLowerCase()
  if (whole.test(id) || !beginning.test(id)) return given
  const experiments = await listExperiments(client, 'ALL')
  const { runs } = await client.searchRuns({
    experiment_ids: experiments.map(({ experiment_id }) => experiment_id),
    filter: `attributes.run_id LIKE '${id}%'`,
    run_view_type: 'ALL',
    max_results: SOME,
    fields: ['tags.mlflow.runName'],
  })
  const [only, ...others] = runs
  if (only === undefined)
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `No run's id begins with ${id}.`, { hint: 'List them: reprise runs list' })
  if (others.length === 0) return only.info.run_id
  throw new RepriseError(
    'INVALID_PARAMETER_VALUE',
    `${id} is the beginning of ${runs.length === SOME ? `${SOME} or more` : runs.length} runs.`,
    {
      hint: `Give more of it: ${runs.map(({ info }) => info.run_id.slice(0, id.length + 4)).join(', ')}`,
    },
  )
}

export async function findRunIds(client: Client, given: readonly string[]): Promise<string[]> {
  return Promise.all(given.map((id) => findRunId(client, id)))
}
