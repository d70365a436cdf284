import { RepriseError } from '@reprise/protocol/errors'
import type { ArtifactStore } from './artifact-store.ts'
import { openLocalStore } from './backends/local/index.ts'
import { openS3Store } from './backends/s3/index.ts'
import type { BucketSettings } from './buckets/index.ts'

export interface ArtifactStoreOptions {
  /** How buckets are reached; what a location says itself wins. */
  readonly s3?: BucketSettings | undefined
}

/** By URL scheme; a plain path is a local folder. One new store: one folder and one line. */
const backends: Readonly<Record<string, (location: string, options: ArtifactStoreOptions) => Promise<ArtifactStore>>> = {
  file: (location) => openLocalStore(new URL(location).pathname),
  s3: (location, { s3 }) => openS3Store(location, s3),
}

const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]+):/

/**
 * Opens the place where artifacts are kept: a folder, which is made when it is new, or
 * `s3://bucket/prefix?endpoint=…&region=…&path-style=true&profile=…`, whose bucket has to be there.
 */
export async function openArtifactStore(location: string, options: ArtifactStoreOptions = {}): Promise<ArtifactStore> {
  const name = scheme.exec(location)?.[1]?.toLowerCase()
  if (name === undefined) return openLocalStore(location)
  const open = backends[name]
  if (open === undefined) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `Artifacts can not be kept at ${location}: '${name}:' is not supported.`, {
      hint: `Use a folder, or one of: ${Object.keys(backends).join(', ')}.`,
    })
  }
  return open(location, options)
}
