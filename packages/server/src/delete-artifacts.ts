import { type ArtifactStore, assertArtifactPath } from '@reprise/objects'
import { folderOf, isStoredHere } from './artifact-folder.ts'

/** Deletes the artifacts of runs for good; those that are kept elsewhere are left to whoever keeps them. */
export async function deleteArtifactsOf(artifacts: ArtifactStore, uris: readonly string[]): Promise<void> {
  for (const uri of uris) {
    if (!isStoredHere(uri)) continue
    const folder = folderOf(uri)
    assertArtifactPath(folder)
    await artifacts.delete(folder)
    await deleteEmptyParent(artifacts, folder)
  }
}

/** `<experiment>/<run>/artifacts` leaves `<experiment>/<run>` behind, which is nothing without it. */
async function deleteEmptyParent(artifacts: ArtifactStore, folder: string): Promise<void> {
  const parent = folder.split('/').slice(0, -1).join('/')
  if (parent.includes('/') && (await artifacts.list(parent)).length === 0) await artifacts.delete(parent)
}
