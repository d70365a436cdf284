import type { ParamValue, Tracker } from '@reprise/sdk'

/** How tasks are tracked. */
export interface TaskTracking {
  /** Default: what `configure` of the SDK and the environment say. */
  readonly tracker?: Tracker | undefined
  /** Tag `component`; default `bullmq_task`. */
  readonly component?: string | undefined
  /** Milliseconds that a task that is done waits for the server to have its run; what it does not have then waits in the spool. Default: that of the tracker, 10,000. */
  readonly flushTimeout?: number | undefined
}

/** What is said of one task. */
export interface TaskDescription {
  /** Tag `raw_data_id`: what the task works on. */
  readonly rawDataId?: string | number | undefined
  /** Tag `correlation_id`: what all tasks that come of one request have in common. */
  readonly correlationId?: string | number | undefined
  readonly params?: Readonly<Record<string, ParamValue>> | undefined
  /** Beside those above. */
  readonly tags?: Readonly<Record<string, ParamValue>> | undefined
}
