/**
 * Every code an answer of the server may carry, with its HTTP status. MLflow's codes and statuses: its clients
 * raise by `error_code` and retry 408, 429 and 5xx for minutes, so bad input must never be answered with a 5xx.
 */
export const httpStatusByCode = {
  INVALID_PARAMETER_VALUE: 400,
  BAD_REQUEST: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  RESOURCE_DOES_NOT_EXIST: 404,
  ENDPOINT_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  RESOURCE_CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL_ERROR: 500,
  DATA_LOSS: 500,
  NOT_IMPLEMENTED: 501,
  TEMPORARILY_UNAVAILABLE: 503,
} as const satisfies Record<string, number>

export type ErrorCode = keyof typeof httpStatusByCode

/** Options of a {@link RepriseError}. */
export interface RepriseErrorOptions {
  /** One line that says what the user can do about it. */
  readonly hint?: string
  readonly cause?: unknown
}

/** The body of every answer that is not a success. */
export interface ErrorEnvelope {
  readonly error_code: ErrorCode
  readonly message: string
  readonly hint?: string
}

/** The one error class of Reprise: a closed set of codes, a message in the user's words, an optional hint. */
export class RepriseError extends Error {
  override readonly name = 'RepriseError'
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, options: RepriseErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }

  /** The HTTP status that goes with the code. */
  get status(): number {
    return httpStatusByCode[this.code]
  }

  /** The wire form. Causes and stacks stay on the server. */
  toEnvelope(): ErrorEnvelope {
    return { error_code: this.code, message: this.message, ...(this.hint === undefined ? {} : { hint: this.hint }) }
  }
}

/** Whether a text is one of our codes, for answers of servers that may be newer or not ours. */
export function isErrorCode(text: unknown): text is ErrorCode {
  return typeof text === 'string' && Object.hasOwn(httpStatusByCode, text)
}

/** Reads an error envelope; `fallback` is the code when the answer names none that we know. */
export function toRepriseError(envelope: unknown, fallback: ErrorCode): RepriseError {
  const { error_code: code, message, hint } = (typeof envelope === 'object' && envelope !== null ? envelope : {}) as Record<string, unknown>
  const text = typeof message === 'string' ? message : 'the answer carried no message'
  return new RepriseError(isErrorCode(code) ? code : fallback, text, typeof hint === 'string' ? { hint } : {})
}
