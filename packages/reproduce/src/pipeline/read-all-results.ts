import type { Client } from '@reprise/client'
import { type RecordedStage, RepriseError, type RunRecord } from '@reprise/protocol'
import { type RecordedRun, readRun } from '../original/read-original.ts'
import type { ResultFile } from '../results/result-file.ts'
import { readResults, type ResultsOptions, type RunResults, type StageResults } from '../results/read-results.ts'

type ReadRun = Omit<RecordedRun, 'record'> & { readonly record: RunRecord | undefined }

/** As {@link readResults}; what a pipeline left is what its stages left. */
export async function readAllResults(client: Client, found: ReadRun, options: ResultsOptions = {}): Promise<RunResults> {
  const { record } = found
  // What a stage left may be links into a cache that is somewhere else by now: it was kept with the run.
  const results = await readResults(client, found, record?.stage === undefined ? options : {})
  if (record?.pipeline === undefined) return results
  const stages = new Map<string, StageResults>()
  for (const stage of record.pipeline.stages) {
    // Data that no command makes is what the pipeline was made from.
    if (stage.command !== undefined) stages.set(stage.name, await readStage(client, stage))
  }
  const metrics = [...stages].flatMap(([name, { own }]) =>
    [...(own?.metrics ?? [])].map(([key, points]) => [`${name}: ${key}`, points] as const),
  )
  return { ...results, metrics: new Map(metrics), stages }
}

async function readStage(client: Client, stage: RecordedStage): Promise<StageResults> {
  const files = new Map(stage.outs.map(({ path, digest }) => [`output ${path}`, knownByDigest(path, digest)]))
  const found = stage.run === undefined ? undefined : await readRun(client, stage.run).catch(noneIfGone)
  const own = found?.record === undefined ? undefined : await readResults(client, found)
  return { stage, own, files }
}

/** Of a stage that had nothing to do, only what was recorded of it before is known. */
function knownByDigest(path: string, digest: string | undefined): ResultFile {
  return {
    kind: 'output',
    name: path,
    digest: () => Promise.resolve(digest),
    read: () => Promise.resolve(undefined),
    why: 'the stage did not run in the original',
  }
}

/** A capsule has the run of the pipeline alone. */
export function noneIfGone(error: unknown): undefined {
  if (error instanceof RepriseError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
  throw error
}
