import type { OperationName } from '@reprise/protocol'

/** What callers do, each as fast as it is answered. */
export interface Workload {
  readonly name: string
  readonly callers: number
  /** Default: each caller has its own. */
  readonly runs?: number
  readonly pointsPerCall: number
  readonly operation: OperationName
  /** The body of a caller's `index`th call. */
  readonly body: (runId: string, index: number) => string
}

const START = 1_700_000_000_000

export const workloads: readonly Workload[] = [
  {
    name: 'log-metric',
    callers: 64,
    pointsPerCall: 1,
    operation: 'logMetric',
    body: (runId, index) => JSON.stringify({ run_id: runId, ...point('loss', index) }),
  },
  {
    name: 'one-key',
    callers: 8,
    pointsPerCall: 1000,
    operation: 'logBatch',
    body: (runId, index) => batch(runId, (at) => point('loss', index * 1000 + at)),
  },
  {
    name: 'ten-keys',
    callers: 8,

    pointsPerCall: 1000,
    operation: 'logBatch',
    body: (runId, index) => batch(runId, (at) => point(`metric-${at % 10}`, index * 100 + Math.floor(at / 10))),
  },
  {
    name: 'thousand-keys',
    callers: 8,
    pointsPerCall: 1000,
    operation: 'logBatch',
    body: (runId, index) => batch(runId, (at) => point(`layer.${at}.weight`, index)),
  },
  {
    name: 'hundred-params',
    callers: 8,
    pointsPerCall: 0,
    operation: 'logBatch',
    body: (runId, index) =>
      JSON.stringify({
        run_id: runId,
        params: Array.from({ length: 100 }, (_, at) => ({ key: `param-${index % 1000}-${at}`, value: String(at) })),
      }),
  },
  {
    name: 'create-run',
    callers: 8,
    pointsPerCall: 0,
    operation: 'createRun',
    body: (_runId, index) =>
      JSON.stringify({
        experiment_id: '0',
        start_time: START + index,
        run_name: `run ${index}`,
        tags: [{ key: 'mlflow.user', value: 'someone' }],
      }),
  },
]

function batch(runId: string, make: (at: number) => object): string {
  return JSON.stringify({ run_id: runId, metrics: Array.from({ length: 1000 }, (_, at) => make(at)) })
}

function point(key: string, step: number): object {
  return { key, value: Math.random() * Math.exp(-step / 1e5), timestamp: START + step * 100, step }
}
