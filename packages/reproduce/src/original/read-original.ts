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
  return { id: run.info.run_id, run, artifactUri, record: bytes === undefined ? undefined : parseRecord(bytes) }
}

/** As {@link readRun}, for a run that can be repeated: throws an {@link Obstacle} for one without a record, or that never came to an end. */
export async function readOriginal(client: Client, id: string): Promise<RecordedRun> {
  const { record, ...found } = await readRun(client, id)
  const checked = checkRecord(record)
  if (checked instanceof Obstacle) throw checked
  return { ...found, record: checked }
}
