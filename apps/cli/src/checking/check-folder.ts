import { type CheckOptions, type ManifestValidation, openFolderCheck } from '@reprise/capture'
import { cacheFolderOf } from '../cache-folder.ts'
import { readFolder, type ReadFolderOptions } from './read-folder.ts'

/** Checks a folder against a manifest, with what earlier checks left in this user's cache. */
export async function checkFolder(
  manifest: string,
  options: Omit<CheckOptions, 'memory'>,
  reading: ReadFolderOptions,
): Promise<ManifestValidation> {
  const check = await openFolderCheck(manifest, { ...options, memory: reading.cache ? cacheFolderOf(process.env) : undefined })
  return readFolder(check.folder, reading, (given) => check.run(given))
}
