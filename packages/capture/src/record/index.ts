// Entered as `@reprise/capture/recording`: what `reprise run` needs while the command runs and when it has ended.
import type { RecordedEnvironment } from '@reprise/protocol'
import type { FoundFiles } from './assemble.ts'
import type { Preparation } from './prepare.ts'

export { assembleRecord, finishStdin, type FoundFiles, type Known, noFiles } from './assemble.ts'
export { STDIN_PATH } from './describe-command.ts'
export { describeNotStarted, describeOutcome, LOG_PATHS, redactOutput } from './describe-outcome.ts'
export type { FileToKeep } from './keep-plan.ts'
export { makeFolder, type Preparation } from './prepare.ts'
export { type PartOptions, preparePart } from './prepare-part.ts'
export type { UsedPackages } from '../tracing/index.ts'
export { createKeptBytes, type KeptBytes } from '../running/kept-bytes.ts'
export { type ResourceUse, type UseWatch, watchUse } from '../running/watch-use.ts'
export type { EndedCommand, RunningCommand } from '../running/index.ts'

/** Finds and hashes what the command read and wrote. To be called when it has ended; what that takes is loaded only then. */
export async function findFiles(preparation: Preparation, environment: RecordedEnvironment, startedAt: number): Promise<FoundFiles> {
  const { searchFiles } = await import('./search-files.ts')
  return searchFiles(preparation, environment, startedAt)
}
