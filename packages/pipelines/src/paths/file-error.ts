import { type ErrorCode, isErrorCode, RepriseError } from '@reprise/protocol/errors'

/** Numbers and words of Linux, as Python prints them, whatever system this is: the same sentence everywhere. */
const errnos: Readonly<Record<string, readonly [number: number, words: string, code: ErrorCode]>> = {
  EPERM: [1, 'Operation not permitted', 'PERMISSION_DENIED'],
  ENOENT: [2, 'No such file or directory', 'RESOURCE_DOES_NOT_EXIST'],
  EIO: [5, 'Input/output error', 'DATA_LOSS'],
  EACCES: [13, 'Permission denied', 'PERMISSION_DENIED'],
  EEXIST: [17, 'File exists', 'RESOURCE_ALREADY_EXISTS'],
  EXDEV: [18, 'Invalid cross-device link', 'INVALID_PARAMETER_VALUE'],
  ENOTDIR: [20, 'Not a directory', 'INVALID_PARAMETER_VALUE'],
  EISDIR: [21, 'Is a directory', 'INVALID_PARAMETER_VALUE'],
  ENOSPC: [28, 'No space left on device', 'RESOURCE_EXHAUSTED'],
  EROFS: [30, 'Read-only file system', 'PERMISSION_DENIED'],
  ENAMETOOLONG: [36, 'File name too long', 'INVALID_PARAMETER_VALUE'],
  ENOTEMPTY: [39, 'Directory not empty', 'RESOURCE_CONFLICT'],
  ELOOP: [40, 'Too many levels of symbolic links', 'INVALID_PARAMETER_VALUE'],
  EDQUOT: [122, 'Disk quota exceeded', 'RESOURCE_EXHAUSTED'],
}

/** What a system said about a file, in DVC's words: `[Errno 2] No such file or directory: '/repo/d/broken'`. */
export function toFileError(error: unknown, path: string): RepriseError {
  if (error instanceof RepriseError) return error
  const { code = 'unknown', message } = error as NodeJS.ErrnoException
  const known = errnos[code]
  if (known !== undefined) return new RepriseError(known[2], `[Errno ${known[0]}] ${known[1]}: '${path}'`, { cause: error })
  return new RepriseError(isErrorCode(code) ? code : 'INTERNAL_ERROR', `${path}: ${message}`, { cause: error })
}
