import { posix } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'

/** Why a file of a revision could not be read, with the name of the exception that DVC would tell of. */
export interface FileProblem {
  readonly type: string
  readonly msg: string
}

/** Throws what is no failure to read a file. */
export function toFileProblem(error: unknown, path: string): FileProblem {
  if (!(error instanceof RepriseError)) throw error
  const { message } = error
  const errno = /^\[Errno (\d+)\]/.exec(message)?.[1]
  if (errno !== undefined) return { type: systemErrors[errno] ?? 'OSError', msg: message }
  if (message.endsWith('is not valid utf-8')) return { type: 'EncodingError', msg: message }
  if (/unable to read: /.test(message))
    return { type: corrupted[posix.extname(path).toLowerCase()] ?? 'YAMLFileCorruptedError', msg: message }
  if (message.startsWith(UNEXPECTED)) return { type: 'TypeError', msg: message.slice(UNEXPECTED.length) }
  if (/^'.*' validation failed/.test(message)) return { type: 'YAMLValidationError', msg: message }
  return { type: message.startsWith('failed to parse ') ? 'ResolveError' : 'DvcException', msg: message }
}

/** Before what DVC does not expect of a value. */
const UNEXPECTED = 'unexpected error - '

const systemErrors: Readonly<Record<string, string>> = {
  2: 'FileNotFoundError',
  13: 'PermissionError',
  20: 'NotADirectoryError',
  21: 'IsADirectoryError',
}

const corrupted: Readonly<Record<string, string>> = {
  '.json': 'JSONFileCorruptedError',
  '.toml': 'TOMLFileCorruptedError',
  '.py': 'PythonFileCorruptedError',
}
