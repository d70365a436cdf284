import type { RunInfo } from '@reprise/protocol'

/**
 * Milliseconds that a run took; of one that goes on, until `now`. Undefined where nobody knows: it has not said when it began, or has ended
 * without saying when.
 */
export function durationOf({ start_time: start, end_time: end, status }: RunInfo, now: number): number | undefined {
  if (start === undefined || (end === undefined && status !== 'RUNNING')) return undefined
  return Number(end ?? now) - Number(start)
}
