import type { Client } from '@reprise/client'
import { parseRecord, RECORD_PATH, RepriseError, type Run, type RunRecord } from '@reprise/protocol'
import { Obstacle } from '../obstacle.ts'
import { checkRecord } from './check-record.ts'
import { readArtifact } from './read-artifact.ts'

/** A run with the record of what it was made from. */
export interface RecordedRun {
  readonly id: string
  readonly run: Run
  readonly artifactUri: string
  /** Where the artifacts of the code and of the lock files are: of a stage, with the run of its pipeline. */
  readonly wholeUri: string
  readonly record: RunRecord
}

const LARGEST_RECORD = 256 * 2 ** 20

/** Reads a run and its record; the record is undefined where `reprise run` did not make the run. Rejects with RESOURCE_DOES_NOT_EXIST for no run. */
export async function readRun(
  client: Client,
  id: string,
): Promise<Omit<RecordedRun, 'record'> & { readonly record: RunRecord | undefined }> {
  const { run } = await client.getRun({ run_id: id })
  const artifactUri = run.info.artifact_uri ?? ''
  const bytes = await readArtifact(client, { artifactUri, path: RECORD_PATH, most: LARGEST_RECORD }).catch((error: unknown) => {
    if (error instanceof RepriseError && (error.code === 'RESOURCE_DOES_NOT_EXIST' || error.code === 'INVALID_PARAMETER_VALUE'))
      return undefined
    throw error
  })
  const record = bytes === undefined ? undefined : parseRecord(bytes)
  return { id: run.info.run_id, run, artifactUri, wholeUri: (await findWhole(client, record)) ?? artifactUri, record }
}

/** Where the run of the pipeline has its artifacts; undefined for what is no stage, and where that run is gone: a capsule has all in one. */
export async function findWhole(client: Client, record: Pick<RunRecord, 'stage'> | undefined): Promise<string | undefined> {
  if (record?.stage === undefined) return undefined
  const whole = await client.getRun({ run_id: record.stage.run }).catch((error: unknown) => {
    if (error instanceof RepriseError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
    throw error
  })
  return whole?.run.info.artifact_uri
}

/** As {@link readRun}, for a run that can be repeated: throws an {@link Obstacle} for one without a record, or that never came to an end. */
export async function readOriginal(client: Client, id: string): Promise<RecordedRun> {
  const { record, ...found } = await readRun(client, id)
  const checked = checkRecord(record)
  if (checked instanceof Obstacle) throw checked
  return { ...found, record: checked }
}
