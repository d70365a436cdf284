import { mkdir, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createClient } from '@reprise/client'
import type { Place } from '../place.ts'

/** A run that a client logged, with a point, a param, a tag and an artifact of its own. */
export async function logRun({ server }: Pick<Place, 'server'>): Promise<{ readonly id: string; readonly artifactUri: string }> {
  const client = createClient({ url: server.url })
  const { run } = await client.createRun({ experiment_id: '0', start_time: 1, run_name: 'small', user_id: 'ada' })
  const { run_id: id, artifact_uri: artifactUri = '' } = run.info
  await client.logBatch({
    run_id: id,
    metrics: [{ key: 'loss', value: 0.5, timestamp: 1, step: 1 }],
    params: [{ key: 'lr', value: '0.1' }],
    tags: [{ key: 'note', value: 'kept ✓' }],
  })
  await client.uploadArtifact(artifactUri, 'plots/loss.txt', new TextEncoder().encode('0.5\n'))
  await client.updateRun({ run_id: id, status: 'FINISHED', end_time: 2 })
  return { id, artifactUri }
}

/** The capsule of such a run. */
export async function makeCapsule(place: Place, name = 'small.zip'): Promise<string> {
  const file = join(place.folder, name)
  const { id } = await logRun(place)
  const { code, stderr } = await place.reprise(['capsule', 'export', id, '--output', file])
  if (code !== 0) throw new Error(stderr)
  return file
}

/** Gives a run an artifact of many bytes that takes no room on the disk. */
export async function addSparseArtifact(place: Place, id: string, bytes: number): Promise<void> {
  const file = join(place.folder, 'store', 'artifacts', '0', id, 'artifacts', 'big.bin')
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, '')
  await truncate(file, bytes)
}
