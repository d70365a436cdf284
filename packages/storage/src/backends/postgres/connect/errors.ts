import { RepriseError } from '@reprise/protocol'

/** Conflicts between transactions, worth doing again: serialization failure, deadlock, lock not available. */
const conflicts = new Set(['40001', '40P01', '55P03'])
const CANCELLED = '57014'
const OUT_OF_SPACE = '53100'
/** What the driver says when a connection is gone, in errors without a code. */
const lost =
  /^(?:Connection terminated|The server does not support SSL|There was an error establishing an SSL|timeout exceeded|timeout expired|Client (?:has encountered|was closed)|Query read timeout|Cannot use a pool)/

/** Codes of a certificate that is not trusted. */
const untrusted = /CERT|SIGNATURE|ERR_TLS/

/** PostgreSQL's five-character code, or the system's, such as ECONNREFUSED; empty for errors that have none. */
export function sqlStateOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

export function isConflict(error: unknown): boolean {
  return conflicts.has(sqlStateOf(error))
}

/** Whether something in one value made a statement fail, so that others of the same group may succeed without it. */
export function isBadValue(error: unknown): boolean {
  return /^(?:22|23|54)/.test(sqlStateOf(error))
}

/** Whether the database, or the way to it, is away for a while: everything may succeed later as it is. */
function isOutage(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isOutage)
  const state = sqlStateOf(error)
  // 25006: a read-only standby answers after a switch. 28, 3D: a password or a database that is being replaced.
  if (/^(?:08|53|57P|58|28|3D|25006|25P0[34])/.test(state) || /^E(?!RR_)/.test(state) || untrusted.test(state)) return true
  return state === '' && error instanceof Error && lost.test(error.message)
}

/** What a failure of the database means for the one who asked. Causes stay on the server. */
export function toStoreError(error: unknown): RepriseError {
  if (error instanceof RepriseError) return error
  const state = sqlStateOf(error)
  const because = { cause: error }
  if (state === CANCELLED) return new RepriseError('TEMPORARILY_UNAVAILABLE', 'The request took too long and was ended.', because)
  if (state === OUT_OF_SPACE) {
    return new RepriseError('TEMPORARILY_UNAVAILABLE', "PostgreSQL's disk is full; nothing was half-written.", {
      hint: 'Free some space there.',
      ...because,
    })
  }
  if (isConflict(error)) return new RepriseError('TEMPORARILY_UNAVAILABLE', 'Others write to the same rows; try again.', because)
  if (isOutage(error)) return new RepriseError('TEMPORARILY_UNAVAILABLE', `PostgreSQL can not be used now: ${messageOf(error)}`, because)
  if (isBadValue(error)) return new RepriseError('INVALID_PARAMETER_VALUE', `PostgreSQL refused a value: ${messageOf(error)}`, because)
  return new RepriseError('INTERNAL_ERROR', `The store failed${state === '' ? '' : ` (${state})`}: ${messageOf(error)}`, because)
}

/** Why a database could not be opened, for the one who wrote its address. */
export function toOpeningError(error: unknown, address: string): RepriseError {
  if (error instanceof RepriseError) return error
  const state = sqlStateOf(error)
  const [message, because] = [messageOf(error), { cause: error }]
  if (state.startsWith('28')) {
    return new RepriseError('PERMISSION_DENIED', `${address} refused the login: ${message}`, {
      hint: 'Check user and password in the address.',
      ...because,
    })
  }
  if (state.startsWith('3D')) {
    return new RepriseError('RESOURCE_DOES_NOT_EXIST', `${address} can not be opened: ${message}`, {
      hint: 'Create the database first, with createdb.',
      ...because,
    })
  }
  if (state === '42501') {
    return new RepriseError('PERMISSION_DENIED', `${address} can not be used: ${message}`, {
      hint: 'Make the user the owner of the database.',
      ...because,
    })
  }
  if (untrusted.test(state)) {
    const hint =
      'Add ?sslrootcert=FILE with the certificate of its authority to the address, or ?sslmode=no-verify where nobody can listen in.'
    return new RepriseError('PERMISSION_DENIED', `${address} is not trusted: ${message}`, { hint, ...because })
  }
  if (isOutage(error)) {
    return new RepriseError('TEMPORARILY_UNAVAILABLE', `${address} can not be reached: ${message}`, {
      hint: 'Check host and port, and whether PostgreSQL runs there.',
      ...because,
    })
  }
  return toStoreError(error)
}

/** One line of the error itself: drivers attach connections with all they know to their errors, and those are not for logs. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
