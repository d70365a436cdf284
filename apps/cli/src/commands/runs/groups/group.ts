/** A run of a group. */
export interface GroupedRun {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly start: number
  /** Of the metric that is compared; undefined where the run has none. */
  readonly value: number | undefined
  /** Undefined while that is not known. */
  readonly isSuccess: boolean | undefined
}

/** A run that is unlike those before it. */
export interface Anomaly {
  readonly run_id: string
  readonly start_time: number
  readonly value: number
  /** The median of the runs just before it. */
  readonly usual: number
  /** How far it is from that, as a multiple of what is usual among them. */
  readonly distance: number
}

export type Direction = 'rising' | 'falling' | 'steady' | 'unknown'

export interface Trend {
  /** `unknown` for fewer than {@link leastForTrend} runs. */
  readonly direction: Direction
  /** Of the metric, per day. */
  readonly slope_per_day: number | null
  /** From the first run to the last along that slope, as a share of the median. */
  readonly change: number | null
  /** Of the test that there is no trend. */
  readonly p_value: number | null
}

/** What runs of one kind are like. */
export interface Group {
  readonly group: string
  readonly count: number
  readonly succeeded: number
  readonly failed: number
  /** Of those that succeeded or failed; null where none has. */
  readonly success_rate: number | null
  /** Runs that have the metric as a number. */
  readonly measured: number
  readonly median: number | null
  readonly p95: number | null
  readonly trend: Trend
  /** The latest first. */
  readonly anomalies: readonly Anomaly[]
  readonly first_start_time: number
  readonly last_start_time: number
}

/** Fewer runs show no trend. */
export const leastForTrend = 8
