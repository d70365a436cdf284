import { posix } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { isStageFile } from '../files/index.ts'
import { reservedFolderOf } from '../paths/index.ts'
import type { StageOut } from './stage.ts'

/**
 * Throws INVALID_PARAMETER_VALUE, in DVC's words, for an output that is a file of ours, or one of git's or DVC's own: git runs hooks, and the
 * configuration decides what commands do, so that whoever writes a `.dvc` file must not be able to write those.
 */
export function assertOutPath(
  { at, place }: Pick<StageOut, 'at' | 'place'>,
  { root, show }: { root: string; show: (path: string) => string },
): void {
  if (place !== 'project') return
  const reserved = reservedFolderOf(at)
  if (reserved !== undefined)
    throw refuse(`Path '${posix.join(root, at)}' is ignored by :${reserved === '.git' ? reserved : `${reserved}/`}`)
  if (isStageFile(posix.basename(at))) throw refuse(`DVC file '${show(at)}' cannot be an output.`)
}

function refuse(message: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message)
}
