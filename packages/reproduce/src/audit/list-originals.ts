import type { Client } from '@reprise/client'
import type { Run } from '@reprise/protocol'

export interface RunSelection {
  readonly experiment: string
  /** In the language of `searchRuns`; none takes all. */
  readonly filter?: string
}

/** Runs that are in memory at once. */
const PAGE = 200
const fields = ['mlflow.runName', 'reprise.verdict', 'reprise.verdict.kind', 'reprise.reproduction', 'reprise.reproduces'].map(
  (name) => `tags.${name}`,
)

/** The runs of an experiment, the newest first, page by page, with the tags that tell of reproduction. Runs that repeat another are left out. */
export async function* listOriginals(client: Client, { experiment, filter = '' }: RunSelection): AsyncGenerator<Run, void, undefined> {
  let token: string | undefined
  do {
    const page = await client.searchRuns({ experiment_ids: [experiment], filter, max_results: PAGE, page_token: token, fields })
    for (const run of page.runs) if (!isRepeat(run)) yield run
    token = page.next_page_token
  } while (token !== undefined)
}

function isRepeat({ data }: Run): boolean {
  return data?.tags.some(({ key }) => key === 'reprise.reproduces') === true
}
