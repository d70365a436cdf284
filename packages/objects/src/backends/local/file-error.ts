import { RepriseError } from '@reprise/protocol/errors'

const hints: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: free some space; nothing was half-written.',
  EDQUOT: 'The disk quota is used up; nothing was half-written.',
  EACCES: 'Check the permissions of the folder.',
  EPERM: 'Check the permissions of the folder.',
  EROFS: 'The file system is read-only.',
}

/** What a file system error means for the one who asked. Problems of the disk are worth a retry, others are not. */
export function toRepriseFileError(error: unknown, what: string): RepriseError {
  if (error instanceof RepriseError) return error
  const code = errorCode(error)
  const hint = hints[code]
  if (code === 'ENOTDIR' || code === 'EISDIR' || code === 'EEXIST' || code === 'ENOTEMPTY') {
    return new RepriseError('INVALID_PARAMETER_VALUE', `${what}: a file and a folder can not have the same path.`, { cause: error })
  }
  if (code === 'ENAMETOOLONG') return new RepriseError('INVALID_PARAMETER_VALUE', `${what}: the path is too long.`, { cause: error })
  if (code === 'ENOENT')
    return new RepriseError('RESOURCE_CONFLICT', `${what}: its folder is being deleted.`, { hint: 'Try again.', cause: error })
  const reason = code === '' ? String(error) : code
  return new RepriseError(hint === undefined ? 'INTERNAL_ERROR' : 'TEMPORARILY_UNAVAILABLE', `${what} (${reason}).`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  })
}

export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
