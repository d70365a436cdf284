import type { RecordedCode } from '@reprise/protocol'
import { type GitPlace, runGit } from '../git/run-git.ts'
import type { CodeLimits } from '../limits.ts'
import type { LocalArtifact } from '../snapshot.ts'
import type { TakenCode } from '../take-snapshot.ts'
import type { LeftOut } from '../tree/left-out.ts'
import { flattenCode } from './describe-left-out.ts'
import { keepLeftOut } from './keep-file.ts'

interface KeptFiles {
  readonly files: RecordedCode['files']
  readonly artifacts: readonly LocalArtifact[]
  /** Whether one of the outer repository's is other than what is committed. */
  readonly isChanged: boolean
}

/** Reads them one after the other, since the child wants the disk too. A committed file that is as committed is left out of the list. */
export async function keepAllLeftOut(
  code: TakenCode,
  { folder, limits }: { readonly folder: string; readonly limits: CodeLimits },
): Promise<KeptFiles> {
  const files: RecordedCode['files'][number][] = []
  const artifacts: LocalArtifact[] = []
  let isChanged = false
  for (const [{ repository, taken }, prefix] of flattenCode(code)) {
    for (const leftOut of taken.leftOut) {
      const kept = await keepLeftOut(leftOut, { root: repository.root, prefix, folder, limit: limits.keptFile })
      if (leftOut.committed !== undefined && !kept.isChanged) continue
      if (prefix === '' && leftOut.why === 'secret') isChanged = true
      if (prefix === '' && (await isOtherThanPointer(code.repository.place, leftOut, kept.file.sha256))) isChanged = true
      files.push(kept.file)
      if (kept.artifact !== undefined) artifacts.push(kept.artifact)
    }
  }
  return { files, artifacts, isChanged }
}

/** Whether a file that LFS keeps is other than what its pointer names; without a digest it changed since the start. */
async function isOtherThanPointer(place: GitPlace, { pointer }: LeftOut, sha256: string | undefined): Promise<boolean> {
  if (pointer === undefined) return false
  const { stdout } = await runGit(place, ['cat-file', 'blob', pointer])
  const named = /^version https:\/\/git-lfs\S*\n(?:.*\n)*?oid sha256:([\da-f]{64})$/m.exec(stdout.toString('latin1', 0, 1_024))?.[1]
  return named !== undefined && named !== sha256
}
