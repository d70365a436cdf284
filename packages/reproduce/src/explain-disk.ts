import { RepriseError } from '@reprise/protocol'

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
}

/** What a full or closed disk threw, in the user's words; everything else as it is. `folder` is what is being restored into. */
export function explainDisk(error: unknown, folder: string): unknown {
  const found = findCode(error, folder)
  if (found === undefined) return error
  const hint = isFull.has(found)
    ? 'Free some space, or restore elsewhere: --dir FOLDER, or TMPDIR.'
    : 'Restore elsewhere: --dir FOLDER, or TMPDIR.'
  return new RepriseError('INVALID_PARAMETER_VALUE', `Nothing can be restored into ${folder}: ${reasons[found] ?? found}.`, {
    hint,
    cause: error,
  })
}

/** Of the error or its causes; git tells in words. That something may not be written counts only below the folder. */
function findCode(error: unknown, folder: string): string | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    const { code, path } = each as NodeJS.ErrnoException
    if (code !== undefined && code in reasons && (isFull.has(code) || path?.startsWith(folder) === true)) return code
    if (/No space left on device/.test(each.message)) return 'ENOSPC'
    if (/Disk quota exceeded/.test(each.message)) return 'EDQUOT'
  }
  return undefined
}

const isFull: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT'])
