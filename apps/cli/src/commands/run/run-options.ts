import type { CapturePart } from '@reprise/capture/starting'
import type { ConnectionOptions } from '../../connect/index.ts'
import type { MetricsSources } from '../../recording/metrics/taken-metrics.ts'
import type { Pair, RunRequest } from '../../recording/run-request.ts'

/** The options of `reprise run`. */
export interface RunOptions extends ConnectionOptions, RunRequest, MetricsSources {
  readonly tag?: readonly Pair[]
  readonly input?: readonly string[]
  readonly trace?: boolean
  readonly capture: readonly CapturePart[]
  readonly keepFileLimit: number
  readonly keepTotalLimit: number
  readonly cacheInputs?: boolean
  readonly printId?: boolean
}
