import { access, constants } from 'node:fs/promises'
import { type ArtifactStore, openArtifactStore } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'

/** Opens the place of artifacts, making it when it is new. Throws PERMISSION_DENIED at once where nothing could be stored later. */
export async function openArtifacts(place: string): Promise<ArtifactStore> {
  const isFolder = !/^[a-z][a-z0-9+.-]+:/i.test(place)
  const store = await openArtifactStore(place, { s3: bucketSettings() }).catch((error: unknown) => {
    throw isFolder && isUnusable(error) ? unusable(place, error) : error
  })
  if (isFolder) {
    await access(place, constants.W_OK).catch((error: unknown) => {
      throw unusable(place, error)
    })
  }
  return store
}

/** AWS's own variables say how S3 is reached. The SDK reads those of keys, regions and profiles itself; of the endpoint more than it depends. */
function bucketSettings(): { readonly endpoint?: string } {
  const endpoint = process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL']
  return endpoint === undefined || endpoint === '' ? {} : { endpoint }
}

/** Everything but a place that is written wrongly. */
function isUnusable(error: unknown): boolean {
  return !(error instanceof RepriseError) || error.code !== 'INVALID_PARAMETER_VALUE'
}

function unusable(place: string, cause: unknown): RepriseError {
  return new RepriseError('PERMISSION_DENIED', `The artifact folder ${place} can not be written.`, {
    hint: 'Name another with --artifacts, or give the user that runs Reprise write access.',
    cause,
  })
}
