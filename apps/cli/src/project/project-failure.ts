import { RepriseError, type RepriseErrorOptions } from '@reprise/protocol/errors'

export interface ProjectFailureOptions extends RepriseErrorOptions {
  readonly exitCode: number
}

/** A failure that says with what the command ends. It is told as DVC does: `ERROR: …`. */
export class ProjectFailure extends RepriseError {
  readonly exitCode: number

  constructor(message: string, { exitCode, ...options }: ProjectFailureOptions, code: RepriseError['code'] = 'INVALID_PARAMETER_VALUE') {
    super(code, message, options)
    this.exitCode = exitCode
  }
}

/** How DVC tells of what its commands do not expect: it ends them all in the same way. */
const UNEXPECTED = 'unexpected error - '

/** What was thrown, with the exit code of the command; `prefix` says what the command could not do. */
export function toProjectFailure(error: unknown, exitCode: number): ProjectFailure {
  if (error instanceof ProjectFailure) return error
  if (error instanceof RepriseError) {
    const { message, code, hint, cause } = error
    const ending = message.includes(UNEXPECTED) ? 255 : exitCode
    return new ProjectFailure(message, { exitCode: ending, cause: cause ?? error, ...(hint === undefined ? {} : { hint }) }, code)
  }
  if (isSystemError(error)) return new ProjectFailure(error.message, { exitCode, cause: error })
  const message = `${UNEXPECTED}${error instanceof Error ? error.message : String(error)}`
  return new ProjectFailure(
    message,
    { exitCode: 255, cause: error, hint: 'That is a mistake in Reprise; REPRISE_DEBUG=1 shows where.' },
    'INTERNAL_ERROR',
  )
}

/** What the system said of a file: no mistake of this program. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'path' in error
}
