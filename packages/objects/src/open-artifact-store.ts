import { RepriseError } from '@reprise/protocol'
import type { ArtifactStore } from './artifact-store.ts'
import { openLocalStore } from './backends/local/index.ts'

/** By URL scheme; a plain path is a local folder. One new store: one folder and one line. */
const backends: Readonly<Record<string, (location: string) => Promise<ArtifactStore>>> = {
  file: (location) => openLocalStore(new URL(location).pathname),
}

const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]+):/

/** Opens the place where artifacts are kept, making it when it is new. */
export async function openArtifactStore(location: string): Promise<ArtifactStore> {
  const name = scheme.exec(location)?.[1]?.toLowerCase()
  if (name === undefined) return openLocalStore(location)
  const open = backends[name]
  if (open === undefined) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `Artifacts can not be kept at ${location}: '${name}:' is not supported.`, {
      hint: `Use a folder, or one of: ${Object.keys(backends).join(', ')}.`,
    })
  }
  return open(location)
}
