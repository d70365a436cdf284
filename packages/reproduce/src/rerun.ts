import type { PlacedInput } from './restore/inputs.ts'
import type { StdinSource } from './restore/stdin.ts'

/** What is to be run again, and where. */
export interface RerunRequest {
  readonly argv: readonly string[]
  readonly folder: string
  /** Of a pipeline: what goes behind `reprise repro`, which is run in place of `argv`, and the stage whose run is meant, if not all of it. */
  readonly pipeline?: { readonly words: readonly string[]; readonly stage?: string | undefined } | undefined
  /** Where the command finds itself, if not there: a folder inside of a mount. */
  readonly shownFolder?: string | undefined
  /** Numbers of the processors that it may use; absent for all. */
  readonly processors?: readonly number[] | undefined
  /** The whole environment of the command. */
  readonly variables: Readonly<Record<string, string>>
  /** Absent for none. */
  readonly stdin?: StdinSource | undefined
  /** Files that the command is to see at other places than they are. */
  readonly mounts: readonly PlacedInput[]
  /** Whether system calls are watched, as they were in the original. */
  readonly isTraced: boolean
  /** The run that is repeated. */
  readonly original: string
  readonly experiment: string
  readonly name: string
  /** Given beside the command, as they were in the original. */
  readonly params: readonly { readonly key: string; readonly value?: string | undefined }[]
  readonly tags: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/**
 * Runs a command as `reprise run` does, so that the repeat is a tracked run with a record of its own. Resolves with its id when the command
 * has ended, however it ended. Rejects when the run could not be tracked, or with the reason of `signal`, after ending the command.
 */
export type Rerun = (request: RerunRequest) => Promise<string>
