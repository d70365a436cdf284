import type { Int64 } from '@reprise/protocol'
import type { IdempotencyKey, IngestBatch } from '../../../ingest/index.ts'

/** One accepted request waiting for its group. */
export interface IngestCall {
  readonly batch: IngestBatch
  readonly key: IdempotencyKey | undefined
  /** Bytes of the request. */
  readonly size: number
}

/** The run of a call, as its rows repeat it. */
export interface IngestRun {
  readonly id: number
  readonly uuid: string
  readonly experiment_id: number
  readonly start_time: Int64
  readonly lifecycle: number
}

/** A call that passed every check, and its run. */
export interface CheckedCall {
  readonly call: IngestCall
  readonly run: IngestRun
}

/** How one call of a group ended: written, refused, or done already. */
export type Outcome =
  | ({ readonly kind: 'written' } & CheckedCall)
  | { readonly kind: 'refused'; readonly error: unknown }
  | { readonly kind: 'repeated' }
