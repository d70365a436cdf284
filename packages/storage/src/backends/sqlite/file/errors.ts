import { RepriseError } from '@reprise/protocol'

/** Primary result codes of SQLite that a user can do something about. */
const BUSY = 5
const READ_ONLY = 8
const INPUT_OUTPUT = 10
const CORRUPT = 11
const FULL = 13
const CANNOT_OPEN = 14
const CONSTRAINT = 19
const NOT_A_DATABASE = 26

/** The primary result code of an error of SQLite; undefined for any other error. */
function resultCode(error: unknown): number | undefined {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown }
  return code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number' ? errcode & 0xff : undefined
}

/** Whether a statement broke a rule of the schema: it alone failed, and its transaction goes on. */
export function isConstraint(error: unknown): boolean {
  return resultCode(error) === CONSTRAINT
}

/** Whether another connection holds what this one needs. */
export function isBusy(error: unknown): boolean {
  return resultCode(error) === BUSY
}

/** After a failed sync nobody knows what is on the disk: only a restart, which reads it again, may go on. */
export function isDiskFailure(error: unknown): boolean {
  return resultCode(error) === INPUT_OUTPUT
}

/** One clear line for what SQLite or the file system said about a store. */
export function toStoreError(error: unknown, path: string): RepriseError {
  if (error instanceof RepriseError) return error
  const because = { cause: error }
  switch (resultCode(error)) {
    case FULL:
      return new RepriseError('TEMPORARILY_UNAVAILABLE', `There is no space left for ${path}.`, {
        hint: 'Free some space on its disk: the store goes on by itself.',
        ...because,
      })
    case READ_ONLY:
    case CANNOT_OPEN:
      return new RepriseError('PERMISSION_DENIED', `${path} can not be written.`, {
        hint: 'Give the user that runs Reprise write access to the file and its folder.',
        ...because,
      })
    case NOT_A_DATABASE:
      return notAStore(path, because)
    case CORRUPT:
      return new RepriseError('DATA_LOSS', `${path} is damaged.`, {
        hint: 'Run `reprise store fsck`, and restore the store from a backup.',
        ...because,
      })
    case INPUT_OUTPUT:
      return diskFailed(error, path)
    case BUSY:
      return new RepriseError('TEMPORARILY_UNAVAILABLE', `${path} is in use by another program.`, because)
    default:
      return new RepriseError('INTERNAL_ERROR', `The store failed: ${messageOf(error)}`, because)
  }
}

/** The file is something else. */
export function notAStore(path: string, options: { cause?: unknown } = {}): RepriseError {
  return new RepriseError('DATA_LOSS', `${path} is not a store of Reprise.`, {
    hint: 'Name another file, or move this one away: it has not been changed.',
    ...options,
  })
}

/** The disk did not do what it was told. */
export function diskFailed(error: unknown, path: string): RepriseError {
  return new RepriseError('INTERNAL_ERROR', `The disk of ${path} failed: ${messageOf(error)}.`, {
    hint: 'Check the disk, then restart: nothing more is accepted until then.',
    cause: error,
  })
}

/** What the log should say about a failure that is a mistake of ours. */
export function describeFailure(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
