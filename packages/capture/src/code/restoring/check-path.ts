import { lstat, mkdir } from 'node:fs/promises'
import { RepriseError } from '@reprise/protocol'
import { fromShownPath, toFile } from '../tree/paths.ts'

/**
 * Makes the folders above a recorded path and gives the place of the file. Records may come from anywhere: a path that leads out
 * of `root`, into a git folder, or through a link is refused with INVALID_PARAMETER_VALUE.
 */
export async function makePlace(root: string, path: string): Promise<Buffer> {
  const parts = fromShownPath(path).split('/')
  if (parts.some((part) => !isOrdinary(part))) throw refusal(path)
  for (const end of parts.keys()) {
    if (end === 0) continue
    const folder = toFile(root, parts.slice(0, end).join('/'))
    await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    if (!(await lstat(folder)).isDirectory()) throw refusal(path)
  }
  return toFile(root, parts.join('/'))
}

/** `git~1` and the like are other names of `.git` on some file systems. */
function isOrdinary(part: string): boolean {
  return part !== '' && part !== '.' && part !== '..' && !/[\0\\:]/.test(part) && !/^(?:\.git|git~\d+)[. ]*$/i.test(part)
}

function refusal(path: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `The record names a file that can not be made: ${JSON.stringify(path)}.`, {
    hint: 'Nothing outside the folder, in a git folder or behind a link is written.',
  })
}
