import type { RecordedCode, RecordedCommand, RecordedEnvironment, RecordedFile, RecordedOutcome, RunRecord } from '@reprise/protocol'
import { RECORD_FORMAT } from '@reprise/protocol'
import type { RecordedInput } from '../running/index.ts'
import { describeCommand, describeStdin } from './describe-command.ts'
import type { FileToKeep } from './keep-plan.ts'
import { UNTRACKED_FILE } from './options.ts'
import type { Preparation } from './prepare.ts'
import type { UsedPackages } from '../tracing/index.ts'

/** What is known of a run at some moment. */
export interface Known {
  readonly startedAt: number
  readonly stdin: RecordedCommand['stdin']
  readonly code: RecordedCode
  readonly environment: RecordedEnvironment
  readonly files: FoundFiles
  readonly outcome?: RecordedOutcome | undefined
  readonly pipeline?: RunRecord['pipeline']
  readonly stage?: RunRecord['stage']
}

/** Files that the run read and wrote. */
export interface FoundFiles {
  readonly inputs: readonly RecordedFile[]
  readonly outputs: readonly RecordedFile[]
  /** Outside git: the code that was read. */
  readonly code: readonly RecordedFile[]
  readonly kept: readonly FileToKeep[]
  /** What it was seen to read and to write, without what was declared; absolute. */
  readonly seen: { readonly read: readonly string[]; readonly written: readonly string[] }
  /** Packages that were loaded. */
  readonly used: UsedPackages
  /** Marks those packages that were loaded. */
  readonly markPackages: (environment: RecordedEnvironment) => RecordedEnvironment
}

export const noFiles: FoundFiles = {
  inputs: [],
  outputs: [],
  code: [],
  kept: [],
  seen: { read: [], written: [] },
  used: new Map(),
  markPackages: (environment) => environment,
}

/** Puts a record together from what is known. */
export function assembleRecord({ options, root, redactor, items }: Preparation, known: Known): RunRecord {
  const { startedAt, stdin, code, environment, files, outcome, pipeline, stage } = known
  const isOutsideGit = code.kind !== 'GIT' && files.code.length > 0
  return {
    format: RECORD_FORMAT,
    reprise: options.version,
    command: describeCommand({ argv: options.argv, params: options.params, folder: options.folder, root }, redactor, stdin, startedAt),
    code: isOutsideGit ? { ...code, kind: 'FILES', root, files: [...files.code] } : code,
    environment: files.markPackages(environment),
    inputs: [...files.inputs],
    outputs: [...files.outputs],
    outcome,
    items: [...items.list],
    limits: { kept_file: options.keptFile, kept_total: options.keptTotal, untracked_file: UNTRACKED_FILE },
    reproduces: options.reproduces,
    pipeline,
    stage,
  }
}

/** Standard input as it is recorded, and the bytes to keep with the run. */
export function finishStdin(preparation: Preparation, input: RecordedInput): { stdin: RecordedCommand['stdin']; kept?: Buffer } {
  if (!preparation.options.leaveOut.has('stdin')) return describeStdin(input, preparation.redactor)
  return { stdin: { kind: input.kind, not_kept: 'It was left out on request.' } }
}
