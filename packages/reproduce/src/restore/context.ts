import type { Client } from '@reprise/client'

/** What restoring may use of the outside world. */
export interface RestoreContext {
  readonly client: Client
  /** The environment that programs are looked for and started in. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Tells what is being done: `restoring code`. */
  readonly progress: (line: string) => void
  /** Nothing is fetched but from the tracking server. */
  readonly isOffline: boolean
  readonly signal?: AbortSignal | undefined
}
