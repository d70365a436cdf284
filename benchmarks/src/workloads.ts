import { postRequest } from './load/connection.ts'

/** What one client sends, over and over. */
export interface Workload {
  readonly clients: number
  /** What is counted. */
  readonly unit: string
  readonly unitsPerRequest: number
  readonly request: (url: URL, runId: string, n: number) => Buffer
}

const START = 1_700_000_000_000
const BATCH = 1_000

/** The workloads that docs/benchmarks.md reports. */
export const workloads: Readonly<Record<string, Workload>> = {
  'log-metric': {
    clients: 64,
    unit: 'requests',
    unitsPerRequest: 1,
    request: (url, runId, n) =>
      postRequest(url, '/api/2.0/mlflow/runs/log-metric', JSON.stringify({ run_id: runId, key: 'loss', value: Math.random(), timestamp: START + n, step: n })),
  },
  'log-metric-one-client': {
    clients: 1,
    unit: 'requests',
    unitsPerRequest: 1,
    request: (url, runId, n) =>
      postRequest(url, '/api/2.0/mlflow/runs/log-metric', JSON.stringify({ run_id: runId, key: 'loss', value: Math.random(), timestamp: START + n, step: n })),
  },
  'log-batch': {
    clients: 8,
    unit: 'points',
    unitsPerRequest: BATCH,
    request: (url, runId, n) => {
      const metrics = Array.from({ length: BATCH }, (_, index) => ({
        key: `metric-${index % 10}`,
        value: Math.random(),
        timestamp: START + n * 100,
        step: n * 100 + Math.floor(index / 10),
      }))
      return postRequest(url, '/api/2.0/mlflow/runs/log-batch', JSON.stringify({ run_id: runId, metrics }))
    },
  },
  'log-params': {
    clients: 8,
    unit: 'calls',
    unitsPerRequest: 1,
    request: (url, runId, n) => {
      const params = Array.from({ length: 100 }, (_, index) => ({ key: `param-${n % 1_000}-${index}`, value: String(index) }))
      return postRequest(url, '/api/2.0/mlflow/runs/log-batch', JSON.stringify({ run_id: runId, params }))
    },
  },
  'create-run': {
    clients: 8,
    unit: 'requests',
    unitsPerRequest: 1,
    request: (url, _runId, n) =>
      postRequest(
        url,
        '/api/2.0/mlflow/runs/create',
        JSON.stringify({ experiment_id: '0', start_time: START + n, run_name: `run ${n}`, tags: [{ key: 'mlflow.user', value: 'someone' }] }),
      ),
  },
}
