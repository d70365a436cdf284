import { ServiceError } from './service-error.ts'

/** Tries of one request; of one that the service has no time for, since it asks to be asked again. */
const TRIES = 4
const TRIES_WHEN_BUSY = 8
/** Milliseconds before the first repetition at most, and before any. */
const PAUSE = 100
const PAUSE_WHEN_BUSY = 500
const LONGEST = 10_000

const passing = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNREFUSED', 'ECONNABORTED', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
const passingNames = new Set(['RequestTimeout', 'InternalError', 'RequestTimeTooSkewed'])
const busyNames = new Set([
  'SlowDown',
  'ServiceUnavailable',
  'Throttling',
  'ThrottlingException',
  'RequestLimitExceeded',
  'BandwidthLimitExceeded',
])
const passingStatus = new Set([408, 500, 502, 504])
const busyStatus = new Set([429, 503])

/**
 * Milliseconds to wait before a request that failed is sent again; undefined when that would not help, or was done often enough. Those who failed
 * together do not come back together.
 */
export function pauseBefore(failure: unknown, attempt: number, random: () => number = Math.random): number | undefined {
  const kind = kindOf(failure)
  if (kind === undefined || attempt >= (kind === 'busy' ? TRIES_WHEN_BUSY : TRIES)) return undefined
  return random() * Math.min(LONGEST, (kind === 'busy' ? PAUSE_WHEN_BUSY : PAUSE) * 2 ** (attempt - 1))
}

function kindOf(failure: unknown): 'busy' | 'passing' | undefined {
  if (failure instanceof ServiceError) {
    const status = failure.$metadata.httpStatusCode
    if (busyNames.has(failure.name) || busyStatus.has(status)) return 'busy'
    return passingNames.has(failure.name) || passingStatus.has(status) ? 'passing' : undefined
  }
  const { code = '' } = failure as NodeJS.ErrnoException
  return passing.has(code) ? 'passing' : undefined
}
