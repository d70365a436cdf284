import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { World } from '../../command.ts'
import { openArtifacts } from '../../serving/artifact-folder.ts'
import { artifactsBeside } from '../../serving/places.ts'
import { describeKeepingTrouble } from './keeping-trouble.ts'
import type { Finding, ProbeOptions } from './probes.ts'

/** Enough not to fit where a disk has only crumbs left. */
export const PROBE_BYTES = 64 * 1024

/** Whether a server on this machine could keep artifacts where its settings say. */
export async function probeArtifacts({ upload }: ProbeOptions, { settings }: World): Promise<Finding[]> {
  const place = settings.artifacts ?? artifactsBeside(settings.store)
  // A server makes the folder that is the default.
  if (settings.artifacts === undefined && !existsSync(place)) return []
  return [await tryPlace('artifacts', place, { upload })]
}

/** Whether this machine can keep files at a place for artifacts: one is written, unless `upload` is false, and deleted again. */
export async function tryPlace(about: string, place: string, { upload }: Pick<ProbeOptions, 'upload'>): Promise<Finding> {
  try {
    const store = await openArtifacts(place)
    if (!upload) return { state: 'ok', about, detail: `${place} can be opened` }
    const path = `reprise-doctor-${randomUUID()}`
    await store.put(path, once(new Uint8Array(PROBE_BYTES)))
    await store.delete(path)
    return { state: 'ok', about, detail: `${place} can be written` }
  } catch (error) {
    return describeKeepingTrouble(about, error)
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
