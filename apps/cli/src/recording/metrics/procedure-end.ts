import type { Run } from '@reprise/sdk'

/** How a command that is a procedure ended. */
export interface ProcedureEnd {
  readonly exitCode: number | undefined
  readonly signal?: string | undefined
  /** Milliseconds. */
  readonly duration: number
  /** Whether the command has said itself that it failed. */
  readonly hasFailed?: boolean
  /** What it wrote to stderr, secrets redacted. */
  readonly stderr?: string
  /** Why it could not be started. */
  readonly notStarted?: string
}

/** Characters of a tag that people read. */
const LONGEST = 500
// oxlint-disable-next-line no-control-regex
const colours = /\u001B\[[0-9;?]*[ -/]*[@-~]/g

/** Logs what `track` of the SDK logs of a function: `duration_seconds`, `success`, and what went wrong. */
export function logProcedureEnd(run: Pick<Run, 'logMetrics' | 'setTags'>, end: ProcedureEnd): void {
  const { exitCode, duration, hasFailed = false } = end
  const isSuccess = exitCode === 0 && !hasFailed
  run.logMetrics({ duration_seconds: duration / 1_000, success: isSuccess ? 1 : 0 })
  if (!isSuccess) run.setTags(describeError(end))
}

function describeError({ exitCode, signal, notStarted, stderr = '' }: ProcedureEnd): Record<string, string> {
  if (notStarted !== undefined) return { error_type: 'not started', error_message: notStarted }
  const type = signal ?? (exitCode === 0 ? 'success is 0' : `exit code ${exitCode ?? 1}`)
  return { error_type: type, error_message: lastLine(stderr) || type }
}

function lastLine(text: string): string {
  const lines = text.replace(colours, '').split(/[\r\n]+/)
  return (lines.findLast((line) => line.trim() !== '') ?? '').trim().slice(0, LONGEST)
}
