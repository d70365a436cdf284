import { access, constants } from 'node:fs/promises'
import { type ArtifactStore, openArtifactStore } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'

/** Opens the place of artifacts, making it when it is new. Throws PERMISSION_DENIED at once where nothing could be stored later. */
export async function openArtifacts(place: string): Promise<ArtifactStore> {
  const store = await openArtifactStore(place).catch((error: unknown) => {
    throw isUnusable(error) ? unusable(place, error) : error
  })
  if (!/^[a-z][a-z0-9+.-]+:/i.test(place)) {
    await access(place, constants.W_OK).catch((error: unknown) => {
      throw unusable(place, error)
    })
  }
  return store
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
