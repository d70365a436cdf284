import { randomUUID } from 'node:crypto'
import type { Client } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'
import { PROBE_BYTES, tryPlace } from './artifacts.ts'
import { describeKeepingTrouble } from './keeping-trouble.ts'
import type { Finding } from './probes.ts'

const about = 'upload'
const PROXIED = 'mlflow-artifacts:/'

/** Whether the server keeps what is uploaded: a small file goes there, comes back and is deleted. Nothing else is written. */
export async function tryUpload(client: Client): Promise<Finding> {
  try {
    const { experiments } = await client.searchExperiments({ max_results: 1 })
    const root = experiments[0]?.artifact_location ?? PROXIED
    // Clients write to S3 themselves, with keys of their own: those of this machine are tried.
    if (root.startsWith('s3:')) return await tryPlace(about, root, { upload: true })
    if (!root.startsWith(PROXIED)) return { state: 'note', about, detail: `clients upload to ${root} themselves` }
    const name = `reprise-doctor-${randomUUID()}`
    await client.uploadArtifact(PROXIED, name, new Uint8Array(PROBE_BYTES))
    const back = await countBytes(await client.downloadArtifact(PROXIED, name))
    await client.deleteArtifact(PROXIED, name)
    if (back !== PROBE_BYTES) throw new RepriseError('DATA_LOSS', `Of ${PROBE_BYTES} bytes that were uploaded ${back} came back.`)
    return { state: 'ok', about, detail: 'artifacts can be uploaded and downloaded' }
  } catch (error) {
    return describeKeepingTrouble(about, error)
  }
}

async function countBytes(stream: ReadableStream<Uint8Array>): Promise<number> {
  let size = 0
  for await (const chunk of stream) size += chunk.length
  return size
}
