// Entered as `@reprise/capture/recording`: `reprise run` loads nothing else before the command starts.
import type { RecordedEnvironment } from '@reprise/protocol'
import type { FoundFiles } from './assemble.ts'
import type { Preparation } from './prepare.ts'

export { assembleRecord, finishStdin, type FoundFiles, type Known, noFiles } from './assemble.ts'
export { redactParam, STDIN_PATH } from './describe-command.ts'
export { describeNotStarted, describeOutcome, LOG_PATHS, redactOutput } from './describe-outcome.ts'
export type { FileToKeep } from './keep-plan.ts'
export type { CapturePart, RecordingOptions } from './options.ts'
export { beginRecording, makeFolder, type Preparation } from './prepare.ts'
export { findProgram } from '../programs/index.ts'
export { type EndedCommand, type RunningCommand, toExitCode } from '../running/index.ts'
export { createRedactor } from '../secrets/index.ts'

/** Finds and hashes what the command read and wrote. To be called when it has ended; what that takes is loaded only then. */
export async function findFiles(preparation: Preparation, environment: RecordedEnvironment, startedAt: number): Promise<FoundFiles> {
  const { searchFiles } = await import('./search-files.ts')
  return searchFiles(preparation, environment, startedAt)
}
