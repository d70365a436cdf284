import type { Client } from '@reprise/client'
import type { ContentCache } from '@reprise/objects'

/** What restoring may use of the outside world. */
export interface RestoreContext {
  readonly client: Client
  /** The environment that programs are looked for and started in. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Tells what is being done: `restoring code`. */
  readonly progress: (line: string) => void
  /** Nothing is fetched but from the tracking server. */
  readonly isOffline: boolean
  /** Keeps inputs between restorations. */
  readonly cache?: ContentCache | undefined
  /** Folders and addresses of servers that may have inputs: absolute paths, `https://host/data`. */
  readonly data?: readonly string[] | undefined
  readonly signal?: AbortSignal | undefined
}
