import type { Client } from '@reprise/client'
import type { Run } from '@reprise/protocol'
import { BEGUN, DIGEST } from './tags.ts'

/** The run that a capsule was made into before, in any experiment. */
export async function findImported(client: Client, digest: string): Promise<string | undefined> {
  let token: string | undefined
  do {
    const page = await client.searchExperiments({ max_results: 1_000, page_token: token })
    const { runs } = await client.searchRuns({
      experiment_ids: page.experiments.map(({ experiment_id: id }) => id),
      filter: `tags.\`${DIGEST}\` = '${digest}'`,
      max_results: 1,
    })
    const [found] = runs
    if (found !== undefined) return found.info.run_id
    token = page.next_page_token
  } while (token !== undefined)
  return undefined
}

/** A run of the experiment that an import of this capsule began and did not end. */
export async function findBegun(client: Client, experimentId: string, digest: string): Promise<{ readonly run: Run['info'] } | undefined> {
  const { runs } = await client.searchRuns({ experiment_ids: [experimentId], filter: `tags.\`${BEGUN}\` = '${digest}'`, max_results: 1 })
  const [found] = runs
  return found && { run: found.info }
}
