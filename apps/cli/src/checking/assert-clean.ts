import { snapshotCode } from '@reprise/capture'
import { type RecordedCode, RepriseError } from '@reprise/protocol'

/** What git says of a folder. */
export async function readCode(folder: string): Promise<RecordedCode> {
  const snapshot = await snapshotCode(folder, { env: process.env })
  await snapshot.release()
  return snapshot.record
}

/** Throws INVALID_PARAMETER_VALUE where something is not committed, or where nobody can tell. */
export function assertClean({ kind, uncommitted, root, not_kept: why }: RecordedCode): void {
  if (kind !== 'GIT') throw new RepriseError('INVALID_PARAMETER_VALUE', `--require-clean needs git: ${why ?? 'there is no repository.'}`)
  if (uncommitted !== true) return
  throw new RepriseError('INVALID_PARAMETER_VALUE', `There are uncommitted changes in ${root}.`, {
    hint: 'Commit them (git status shows which), or leave --require-clean out.',
  })
}
