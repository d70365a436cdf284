import type { RecordedFile } from '@reprise/protocol'
import type { Run } from '@reprise/sdk'

/** Files that are told of; the record has all of them. */
const MOST = 100
const LONGEST_NAME = 500

/** Tells of the data that a run read and made, so that lineage knows them: of many, the largest. */
export function logData(
  run: Pick<Run, 'logInputs' | 'logOutputs'>,
  { inputs, outputs }: { readonly inputs: readonly RecordedFile[]; readonly outputs: readonly RecordedFile[] },
): void {
  run.logInputs(largest(inputs))
  run.logOutputs(largest(outputs))
}

function largest(files: readonly RecordedFile[]) {
  return files
    .filter((file) => file.md5 !== undefined && file.is_listed !== true && file.path.length <= LONGEST_NAME)
    .toSorted((a, b) => (b.size ?? 0) - (a.size ?? 0))
    .slice(0, MOST)
    .map(({ path, md5 = '', size, sha256 }) => ({ name: path, digest: md5, source: path, profile: { size, sha256 } }))
}
