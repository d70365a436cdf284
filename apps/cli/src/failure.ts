import { RepriseError } from '@reprise/protocol/errors'
import { toCellText } from './output/cell.ts'
import { exitCodes } from './exit-codes.ts'
import { ProjectFailure } from './project/project-failure.ts'

/** The command line was wrong. */
export class UsageError extends RepriseError {
  constructor(message: string, hint: string) {
    super('INVALID_PARAMETER_VALUE', message, { hint })
  }
}

/** How failures are told. */
export interface FailureStyle {
  /** As one JSON object, for programs. */
  readonly json: boolean
  /** With the stack, for those who look for a mistake of ours. */
  readonly debug: boolean
}

/** The exit code for what a command threw. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ProjectFailure) return error.exitCode
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed
}

/** One line that says what is wrong and what to do; more only where the message points into a text. Ends in a newline. */
export function describeFailure(error: unknown, { json, debug }: FailureStyle): string {
  const known = toKnownError(error)
  const stack = debug && error instanceof Error ? `${error.stack ?? ''}\n${causeOf(error)}` : ''
  if (json) return `${JSON.stringify(known.toEnvelope())}\n${stack}`
  if (known instanceof ProjectFailure) {
    const lines = [...known.message.trimEnd().split('\n'), ...(known.hint === undefined ? [] : [known.hint])]
    return `ERROR: ${lines.map(toCellText).join('\n')}\n${stack}`
  }
  const lines = known.message.trim().split('\n').map(toCellText)
  const [only = ''] = lines
  const said = lines.length > 1 ? `${lines.join('\n')}\n ` : sentence(only)
  return `reprise: ${said}${known.hint === undefined ? '' : ` ${toCellText(known.hint)}`}\n${stack}`
}

function toKnownError(error: unknown): RepriseError {
  if (error instanceof RepriseError) return error
  return new RepriseError('INTERNAL_ERROR', error instanceof Error ? error.message : String(error), {
    hint: 'That is a mistake in Reprise; REPRISE_DEBUG=1 shows where.',
    cause: error,
  })
}

function sentence(line: string): string {
  return /[.!?…]$/.test(line) ? line : `${line}.`
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? `Caused by: ${error.cause.stack ?? error.cause.message}\n` : ''
}
