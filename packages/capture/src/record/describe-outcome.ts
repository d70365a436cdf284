import { createHash } from 'node:crypto'
import type { RecordedOutcome } from '@reprise/protocol'
import type { EndedCommand, KeptBytes, RunningCommand } from '../running/index.ts'
import type { Redactor } from '../secrets/index.ts'

export const LOG_PATHS = { stdout: 'logs/stdout.txt', stderr: 'logs/stderr.txt' } as const

/** The text of a stream that is kept, without its secrets. Bytes that are no text survive. */
export function redactOutput(output: KeptBytes, redactor: Redactor): Buffer {
  return Buffer.from(redactor.text(output.read().toString('latin1')).text, 'latin1')
}

/** How the command ended. `logs` are the redacted texts, or undefined where they are not kept. */
export function describeOutcome(
  { stdout, stderr }: Pick<RunningCommand, 'stdout' | 'stderr'>,
  { exitCode, signal, duration, use }: EndedCommand,
  logs: { readonly stdout: Buffer; readonly stderr: Buffer } | undefined,
): RecordedOutcome {
  return {
    ...(signal === undefined ? { exit_code: exitCode ?? 1 } : { signal }),
    duration,
    user_cpu: use.userCpu,
    system_cpu: use.systemCpu,
    peak_memory: use.peakMemory,
    bytes_read: use.bytesRead,
    bytes_written: use.bytesWritten,
    processes: use.processes,
    stdout: describeStream(stdout, LOG_PATHS.stdout, logs?.stdout),
    stderr: describeStream(stderr, LOG_PATHS.stderr, logs?.stderr),
  }
}

/** A command that could not be started. */
export function describeNotStarted(reason: string): RecordedOutcome {
  const nothing = { size: 0, sha256: createHash('sha256').digest('hex') }
  return { not_started: reason, duration: 0, stdout: nothing, stderr: nothing }
}

function describeStream(output: KeptBytes, artifact: string, log: Buffer | undefined): RecordedOutcome['stdout'] {
  const stream = { size: output.size, sha256: output.sha256() }
  if (log === undefined || log.length === 0) return stream
  return { ...stream, kept: { artifact, sha256: createHash('sha256').update(log).digest('hex'), size: log.length } }
}
