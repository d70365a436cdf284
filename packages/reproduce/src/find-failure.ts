import type { Client } from '@reprise/client'
import { type Item, judge } from '@reprise/compare'
import type { RecordedOutcome, RunRecord } from '@reprise/protocol'
import type { Attempt, Attempts } from './attempt.ts'
import { readFailure } from './hints/read-failure.ts'
import { readArtifact } from './original/read-artifact.ts'
import { readRun } from './original/read-original.ts'
import { listFailed } from './pipeline/list-failed.ts'
import { noneIfGone } from './pipeline/read-all-results.ts'
import type { Reproduction } from './reproduction.ts'

/** How it ends without results that could be judged. */
export type Ending = Pick<Reproduction, 'verdict' | 'kind' | 'why' | 'causes'>

const LARGEST_LOG = 64 * 2 ** 20

/**
 * A repeat that complains of something missing, of which the original did not, says nothing about results. Undefined where the results are
 * alike, whatever was printed.
 */
export async function findFailure(
  { original, context }: Attempts,
  { id, record }: Attempt,
  items: readonly Item[],
): Promise<Ending | undefined> {
  const { outcome } = record
  if (outcome?.not_started !== undefined) {
    return { verdict: 'CANNOT', kind: 'not started', why: `The repeat could not be started: ${outcome.not_started}`, causes: [] }
  }
  if (judge({ items, controls: [] }).verdict !== 'DIVERGED') return undefined
  const data = listFailed(original.record, record).find(({ command }) => command === undefined)
  if (data !== undefined)
    return { verdict: 'CANNOT', kind: 'missing data', why: `The data of '${data.name}' could not be had.`, causes: [] }
  const failure = readFailure(await readErrors(context.client, { id, record }))
  if (failure === undefined) return undefined
  if ((await readErrors(context.client, original)).includes(failure.cause.evidence)) return undefined
  return { verdict: 'CANNOT', kind: failure.kind, why: failure.why, causes: [failure.cause] }
}

/** What a run printed to standard error, as far as it was kept; of a pipeline, what its stages did. */
async function readErrors(
  client: Client,
  { id, record }: { readonly id: string; readonly record: RunRecord | undefined },
): Promise<string> {
  const texts = [await readOwnErrors(client, id, record?.outcome)]
  for (const { run } of record?.pipeline?.stages ?? []) {
    const stage = run === undefined ? undefined : await readRun(client, run).catch(noneIfGone)
    if (run !== undefined && stage !== undefined) texts.push(await readOwnErrors(client, run, stage.record?.outcome))
  }
  return texts.join('\n')
}

async function readOwnErrors(client: Client, id: string, outcome: RecordedOutcome | undefined): Promise<string> {
  if (outcome?.stderr.kept === undefined) return ''
  const { run } = await client.getRun({ run_id: id })
  const bytes = await readArtifact(client, {
    artifactUri: run.info.artifact_uri ?? '',
    path: outcome.stderr.kept.artifact,
    most: LARGEST_LOG,
  })
  return new TextDecoder().decode(bytes)
}
