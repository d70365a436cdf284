import type { RecordedRun, SearchRunsOptions, Tracker } from '@reprise/sdk'

export interface LostRuns {
  /** Of the search, beside being RUNNING. */
  readonly filter: string
  /** Where to look, beside the tracker's experiment. */
  readonly places?: readonly Pick<SearchRunsOptions, 'experimentIds' | 'experimentNames'>[] | undefined
  /** Why a run that was found is lost; undefined when it is not. */
  readonly explain: (run: RecordedRun) => string | undefined | Promise<string | undefined>
}

/** Ends runs that nobody will end any more as FAILED, with the reason; the number of them. */
export async function closeRuns(tracker: Tracker, { filter, places = [], explain }: LostRuns): Promise<number> {
  const closed = new Set<string>()
  for (const place of [{}, ...places]) {
    for (const run of await tracker.searchRuns({ ...place, filter: `${filter} AND attributes.status = 'RUNNING'` }).toArray()) {
      const reason = closed.has(run.id) ? undefined : await explain(run)
      if (reason === undefined) continue
      await close(tracker, run, reason)
      closed.add(run.id)
    }
  }
  return closed.size
}

async function close({ client }: Tracker, { id }: RecordedRun, reason: string): Promise<void> {
  const tags = { status: 'failed', error_type: 'WorkerLost', error_message: reason }
  await client.logBatch({ run_id: id, tags: Object.entries(tags).map(([key, value]) => ({ key, value })) })
  await client.updateRun({ run_id: id, status: 'FAILED', end_time: Date.now() })
}

/** A condition on a tag; undefined for a value that is not known or that no filter can hold. */
export function tagIs(tag: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  const quote = value.includes("'") ? '"' : "'"
  return value.includes(quote) ? undefined : `tags.${tag} = ${quote}${value}${quote}`
}
