import type { IdempotencyKey, IngestBatch } from '../../../ingest/index.ts'

/** One accepted request waiting for its group. */
export interface IngestCall {
  readonly batch: IngestBatch
  readonly key: IdempotencyKey | undefined
  resolve(): void
  reject(error: unknown): void
}

/** The run of a call, as its rows repeat it. */
export interface IngestRun {
  readonly id: number
  readonly uuid: string
  readonly experiment_id: number
  readonly start_time: number | bigint
  readonly lifecycle: number
}

/** A call that passed every check, and its run. */
export interface CheckedCall {
  readonly call: IngestCall
  readonly run: IngestRun
}
