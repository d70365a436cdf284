import { RepriseError } from '@reprise/protocol'

/** Conflicts between transactions, worth doing again: serialization failure, deadlock, lock not available. */
const conflicts = new Set(['40001', '40P01', '55P03'])
const CANCELLED = '57014'
const OUT_OF_SPACE = '53100'
/** What a value can be that text in this database can not: a NUL character, a lone surrogate. */
const badText = new Set(['22021', '22P05', '22P02'])

/** PostgreSQL's five-character code; empty for errors that are none of its. */
export function sqlStateOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

export function isConflict(error: unknown): boolean {
  return conflicts.has(sqlStateOf(error))
}

/** Whether one value in it made a statement fail, so that others of the same group may succeed alone. */
export function isBadValue(error: unknown): boolean {
  return sqlStateOf(error).startsWith('22')
}

/** What a failure of the database means for the one who asked. */
export function toStoreError(error: unknown): RepriseError {
  if (error instanceof RepriseError) return error
  const state = sqlStateOf(error)
  if (badText.has(state)) {
    return new RepriseError('INVALID_PARAMETER_VALUE', 'A text holds a character that PostgreSQL can not store, such as NUL.', { cause: error })
  }
  if (state === CANCELLED) return new RepriseError('TEMPORARILY_UNAVAILABLE', 'The request took too long and was ended.', { cause: error })
  if (state === OUT_OF_SPACE) {
    return new RepriseError('TEMPORARILY_UNAVAILABLE', "PostgreSQL's disk is full; nothing was half-written.", { hint: 'Free some space there.', cause: error })
  }
  if (isConflict(error)) return new RepriseError('TEMPORARILY_UNAVAILABLE', 'The database was too busy; try again.', { cause: error })
  if (state.startsWith('08') || state.startsWith('57P') || state === '' || state.startsWith('E')) {
    return new RepriseError('TEMPORARILY_UNAVAILABLE', `PostgreSQL can not be reached: ${messageOf(error)}`, { cause: error })
  }
  return new RepriseError('INTERNAL_ERROR', `PostgreSQL failed (${state}).`, { cause: error })
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
