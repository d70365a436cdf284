import { RepriseError } from '@reprise/protocol/errors'

/** What it means that a file of this machine can not be read. */
export function toLocalError(error: unknown, file: string): RepriseError {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return new RepriseError('RESOURCE_DOES_NOT_EXIST', `${file} is not there.`, { cause: error })
  const kind = code === 'EACCES' || code === 'EPERM' ? 'PERMISSION_DENIED' : 'INTERNAL_ERROR'
  return new RepriseError(kind, `${file} can not be read: ${message}`, { cause: error })
}
