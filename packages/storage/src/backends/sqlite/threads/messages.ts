import type { ErrorEnvelope, OperationName } from '@reprise/protocol'
import type { CallsMessage } from './call-frames.ts'

/** How a line of the log is weighed. */
export type LogLevel = 'info' | 'warn' | 'error'

/** What both kinds of thread are started with. */
export interface ThreadOptions {
  readonly path: string
  readonly artifactRoot: string
}

/** What waits in the writer's memory: a read that would show it asks to settle it first. */
export interface Unsettled {
  readonly points: boolean
  /** What a list of runs shows: the latest points of their metrics, and their params. */
  readonly listed: boolean
}

/** What a reader is about to read; everybody's when nothing is named. */
export interface Scope {
  readonly runUuids?: readonly string[] | undefined
  readonly experimentIds?: readonly number[] | undefined
}

/** To the writer. Calls travel packed; see `call-frames.ts`. `now` is the caller's clock in milliseconds since 1970. */
export type ToWriter =
  | ({ readonly kind: 'calls'; readonly now: number } & CallsMessage)
  | { readonly kind: 'settle'; readonly id: number; readonly scope: Scope }
  | { readonly kind: 'statistics'; readonly id: number }
  | { readonly kind: 'garbage'; readonly id: number; readonly olderThan: number; readonly dryRun: boolean }
  | { readonly kind: 'artifacts-deleted'; readonly id: number; readonly error: ErrorEnvelope | undefined }
  | { readonly kind: 'close'; readonly id: number }

/** What a writer reports about itself. */
export interface WriterStatistics {
  readonly commits: number
  readonly writes: number
}

/**
 * From the writer. `changed`: the live feed has new lines. `spent`: frames of calls that were answered, for the next ones.
 */
export type FromWriter =
  | { readonly kind: 'opened'; readonly backup: string | undefined; readonly unsettled: Unsettled }
  | {
      readonly kind: 'answers'
      readonly frame: Uint8Array
      readonly spent: readonly ArrayBuffer[]
      readonly unsettled: Unsettled
      readonly changed: boolean
    }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number | undefined; readonly error: ErrorEnvelope }
  | { readonly kind: 'delete-artifacts'; readonly id: number; readonly artifactUris: readonly string[] }
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: 'log'; readonly level: LogLevel; readonly message: string }

/** To a reader, which works on one at a time. */
export type ToReader =
  | { readonly kind: 'call'; readonly id: number; readonly now: number; readonly name: OperationName; readonly request: Uint8Array }
  | { readonly kind: 'changes'; readonly id: number; readonly after: string | undefined; readonly limit: number }
  | { readonly kind: 'statistics'; readonly id: number }
  | { readonly kind: 'verify'; readonly id: number }
  | { readonly kind: 'backup'; readonly id: number; readonly target: string }

/** From a reader. */
export type FromReader =
  | { readonly kind: 'opened' }
  | { readonly kind: 'log'; readonly level: LogLevel; readonly message: string }
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number | undefined; readonly error: ErrorEnvelope }
