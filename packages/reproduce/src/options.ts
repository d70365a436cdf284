import type { Client } from '@reprise/client'
import type { Tolerance } from '@reprise/compare'
import type { ContentCache } from '@reprise/objects'
import type { Rerun } from './rerun.ts'

/** What reproducing may use of the outside world. */
export interface ReproduceParts {
  readonly client: Client
  readonly rerun: Rerun
  /** The environment of whoever reproduces. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Keeps inputs between reproductions. */
  readonly cache?: ContentCache | undefined
  /** Tells what is being done, in a few words. */
  readonly progress: (line: string) => void
}

export interface ReproduceOptions {
  /** A folder that is empty or not there; else a temporary one is made. */
  readonly dir?: string | undefined
  /** Whether the restored folder stays. One that was named always stays. */
  readonly keep?: boolean
  /** How often to run it, controls included; default once, and once more on a mismatch. */
  readonly repeats?: number | undefined
  /** Whether a mismatch is looked into with a second repeat; default true. */
  readonly control?: boolean
  readonly tolerance?: Partial<Tolerance> | undefined
  /** Share of the mean within which paired seeds count as equivalent. */
  readonly margin?: number | undefined
  readonly secrets?: Readonly<Record<string, string>>
  /** Milliseconds for everything together. */
  readonly timeout?: number | undefined
  readonly offline?: boolean
  /** Folders and addresses of servers that may have inputs: absolute paths, `https://host/data`. */
  readonly data?: readonly string[] | undefined
  /** Whether what the command printed is judged, too. */
  readonly stdout?: boolean
  /** Whether suspected causes are undone one at a time, to confirm them. */
  readonly explain?: boolean
  /** Most runs that explaining may take; default 12. */
  readonly maxRuns?: number | undefined
  readonly signal?: AbortSignal | undefined
}
