import type { ManifestValidation } from '@reprise/sdk/capture'

/** A line for each file that is not as recorded. */
export function describeValidation({ valid, total_files, missing_files, hash_mismatches, extra_files }: ManifestValidation): string[] {
  return [
    valid ? `valid: all ${total_files} files are as recorded` : 'not valid:',
    ...hash_mismatches.map(
      ({ path, expected, actual }) =>
        `  altered: ${path} (${expected.size_bytes} bytes, sha256 ${short(expected.hashes.sha256)}; now ${actual.size_bytes} bytes, sha256 ${short(actual.hashes?.sha256)})`,
    ),
    ...missing_files.map((path) => `  missing: ${path}`),
    ...extra_files.map((path) => `  new:     ${path}`),
  ]
}

/** A file of another size is not hashed. */
function short(digest: string | undefined): string {
  return digest === undefined ? 'not needed' : `${digest.slice(0, 8)}…`
}
