import type { DataManifest } from '@reprise/sdk/capture'

/** Throws where a folder is not what a manifest says, naming the files. */
export async function assertSameDocuments(manifest: DataManifest, folder: string): Promise<void> {
  const { valid, missing_files, hash_mismatches, type_mismatches, extra_files, unreadable_files, changed_files } =
    await manifest.validate(folder)
  if (valid) return
  const changes = [
    ...missing_files.map((path) => `  missing: ${path}`),
    ...[...hash_mismatches, ...type_mismatches].map(({ path }) => `  altered: ${path}`),
    ...extra_files.map((path) => `  new: ${path}`),
    ...[...unreadable_files, ...changed_files].map(({ path, reason }) => `  unreadable: ${path} (${reason})`),
  ]
  throw new Error(`The documents are not those of the manifest, and nothing was indexed:\n${changes.join('\n')}`)
}
