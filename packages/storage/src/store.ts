import type { AnswerFor, Int64, OperationName, RequestFor } from '@reprise/protocol'
import type { Connection } from './database.ts'
import type { Sql } from './sql.ts'

/**
 * What a tracking store owes. Two implementations, SQLite and PostgreSQL, one suite over both.
 *
 * - Bytes in, bytes out: requests and answers are JSON in the wire encoding of `@reprise/protocol`, because a store
 *   may live on other threads, and bytes cross threads for a fiftieth of what object trees cost.
 * - A write whose promise resolved is durable: on disk (SQLite) or committed (PostgreSQL). One that rejected left nothing.
 * - A write is visible to every read that starts after its promise resolved.
 * - Reads never wait for writes, and a slow read slows no write.
 * - A failed call rejects with a RepriseError; others that were committed together with it are not affected.
 */
export interface Store {
  /** Answers one operation of the table `operations`. Nothing looks at `request` once that is done: its memory may be used again. */
  call(name: OperationName, request: Uint8Array, context?: CallContext): Promise<Uint8Array>
  /**
   * Changes after a position, oldest first; without one, where the present is. `reset` when that position is no longer
   * known and the reader must start afresh.
   */
  changesAfter(position: string | undefined, limit: number): Promise<ChangePage>
  /** Calls back when there may be new changes; never more often than a few times a second per run. */
  onChange(listener: () => void): Unsubscribe
  /** Deletes for good what was deleted softly before `olderThan`; see {@link GarbageRequest}. */
  collectGarbage(request: GarbageRequest): Promise<GarbageReport>
  /** Checks every block, journal row and reference; never changes anything. */
  verify(onProgress?: (done: number, total: number) => void): Promise<VerifyReport>
  /** Writes a consistent copy while the store is in use. */
  backup(target: string): Promise<void>
  /** Figures for `/metrics` and `doctor`. */
  statistics(): Promise<StoreStatistics>
  /** Finishes what was accepted, then lets go of files, locks and connections. Idempotent. */
  close(): Promise<void>
}

export interface CallContext {
  /** `<writer>:<sequence>`: a write with a sequence not above the writer's last one has been done already. */
  readonly idempotencyKey?: string | undefined
  /** Milliseconds a read may take before it is ended with TEMPORARILY_UNAVAILABLE. */
  readonly deadline?: number | undefined
}

export type Unsubscribe = () => void

export type ChangeKind =
  | 'experiment-created'
  | 'experiment-updated'
  | 'run-created'
  | 'run-updated'
  | 'run-finished'
  | 'run-deleted'
  /** Told twice: of the experiment it left, and of the one it is in. */
  | 'run-moved'
  | 'points'
  /** Saved views of an experiment, or of no experiment, -1. */
  | 'views-updated'

/** One line of the live feed. Points are coalesced: one change says that a run has new points. */
export interface Change {
  /** Opaque, ordered as the changes are: the `id` of the server-sent event. */
  readonly position: string
  readonly kind: ChangeKind
  /** Milliseconds since 1970. */
  readonly time: number
  readonly experiment_id: string
  readonly run_id?: string | undefined
}

export interface ChangePage {
  readonly reset: boolean
  readonly changes: readonly Change[]
  /** Where to go on, also when there were no changes. */
  readonly position: string
}

export interface GarbageRequest {
  /** Milliseconds since 1970: only what was deleted before. */
  readonly olderThan: number
  /** Only report. */
  readonly dryRun?: boolean
  /** Deletes the artifacts of runs; called before their rows go, so that a crash leaves rows to try again, never orphans. */
  readonly deleteArtifacts: (artifactUris: readonly string[]) => Promise<void>
  readonly onProgress?: (done: number, total: number) => void
}

export interface GarbageReport {
  readonly experiments: number
  readonly runs: number
  readonly points: number
  /** Bytes given back to the file system, where the store can tell. */
  readonly freedBytes: number
}

export interface VerifyReport {
  readonly blocks: number
  readonly journalRows: number
  readonly runs: number
  readonly problems: readonly string[]
}

export interface StoreStatistics {
  readonly backend: 'sqlite' | 'postgres'
  readonly schemaVersion: number
  readonly experiments: number
  readonly runs: number
  readonly journalRows: number
  readonly bytes: number
  /** Group commits, and the writes in them, since the store was opened. */
  readonly commits: number
  readonly writes: number
}

/** What an operation's handler is given besides its request. */
export interface HandlerContext {
  readonly connection: Connection
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** 32 lower-case hexadecimal digits. */
  readonly newRunId: () => string
  /** 0 ≤ x < 1, for generated names. */
  readonly random: () => number
  /** Where artifacts of a new experiment go; `mlflow-artifacts:/` means through the server. */
  readonly artifactRoot: string
  readonly idempotencyKey: string | undefined
  /** Ids of names, new ones included, where the store remembers them; otherwise the connection is asked. */
  readonly internKeys?: (names: readonly string[]) => Promise<ReadonlyMap<string, number>>
  /**
   * Does a statement with the commit, which saves waiting for a database that is far away. For writes after which the
   * handler reads nothing that they change.
   */
  readonly runLast?: (statement: Sql) => void
  /** Brings what was logged of a run to the tables that are read, where some of it may wait elsewhere. For writes that answer what a run has. */
  readonly settle?: (runId: number) => Promise<void>
  /** To be told of a run that belongs to another experiment from now on, after {@link settle}: what the store has in memory of it goes along. */
  readonly noteMove?: (run: {
    readonly id: number
    readonly uuid: string
    readonly experimentId: number
    readonly startTime: Int64
  }) => void
  /** Adds a line to the live feed, in the same transaction. */
  readonly announce: (kind: ChangeKind, experimentId: number, runId?: string) => Promise<void>
}

/** Text that is JSON already, from a handler that builds large answers itself. */
export class EncodedAnswer {
  readonly json: string
  constructor(json: string) {
    this.json = json
  }
}

/** Answers one operation over a connection; runs inside a transaction when the operation writes. */
export type Handler<Name extends OperationName> = (
  context: HandlerContext,
  request: RequestFor<Name>,
) => Promise<AnswerFor<Name> | EncodedAnswer>
