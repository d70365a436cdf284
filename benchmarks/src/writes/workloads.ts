import { createPatchedRequests } from '../load/patched-request.ts'
import { postRequest } from '../load/connection.ts'

/** What clients send, over and over. */
export interface Workload {
  readonly clients: number
  /** What is counted. */
  readonly unit: string
  readonly unitsPerRequest: number
  /** Runs that have to exist for each client. */
  readonly runsPerClient: number
  /** Makes one client's requests, one after the other. */
  readonly createRequests: (url: URL, runIds: readonly string[]) => () => Buffer
}

const API = '/api/2.0/mlflow'
const BATCH_KEYS = 10
const BATCH_STEPS = 100
const PARAMS = 100
/** Calls with params of one run; a run takes each param once, so a run that has them all is followed by the next one. */
const PARAM_CALLS_PER_RUN = 5

const logMetric = {
  unit: 'requests',
  unitsPerRequest: 1,
  runsPerClient: 1,
  createRequests: (url: URL, [runId = '']: readonly string[]) =>
    createPatchedRequests(
      url,
      `${API}/runs/log-metric`,
      `{"run_id":"${runId}","key":"loss","value":0.????????????????,"timestamp":170000#######,"step":1#######}`,
    ),
}

/** The workloads of docs/benchmarks.md that write. */
export const workloads = {
  'log-metric': { ...logMetric, clients: 64 },
  'log-metric, one client': { ...logMetric, clients: 1 },
  'log-batch': {
    clients: 8,
    unit: 'points',
    unitsPerRequest: BATCH_KEYS * BATCH_STEPS,
    runsPerClient: 1,
    createRequests: (url, [runId = '']) => createPatchedRequests(url, `${API}/runs/log-batch`, batchOf(runId)),
  },
  'log-params': {
    clients: 8,
    unit: 'calls',
    unitsPerRequest: 1,
    runsPerClient: 400,
    createRequests: createParamRequests,
  },
  'create-run': {
    clients: 8,
    unit: 'requests',
    unitsPerRequest: 1,
    runsPerClient: 0,
    createRequests: (url) =>
      createPatchedRequests(
        url,
        `${API}/runs/create`,
        '{"experiment_id":"0","start_time":170000#######,"run_name":"run #######","tags":[{"key":"mlflow.user","value":"someone"}]}',
      ),
  },
} as const satisfies Readonly<Record<string, Workload>>

export type WorkloadName = keyof typeof workloads

/** 100 steps of 10 metrics; the values are those of the first batch, time and steps go on. */
function batchOf(runId: string): string {
  const metrics = Array.from({ length: BATCH_KEYS * BATCH_STEPS }, (_, index) => {
    const step = String(Math.floor(index / BATCH_KEYS)).padStart(2, '0')
    return `{"key":"metric-${index % BATCH_KEYS}","value":${Math.random()},"timestamp":170000#####${step},"step":1#####${step}}`
  })
  return `{"run_id":"${runId}","metrics":[${metrics.join(',')}]}`
}

function createParamRequests(url: URL, runIds: readonly string[]): () => Buffer {
  const sets = Array.from({ length: PARAM_CALLS_PER_RUN }, (_, set) =>
    JSON.stringify(Array.from({ length: PARAMS }, (_param, index) => ({ key: `param-${set}-${index}`, value: String(index) }))),
  )
  let count = 0
  return () => {
    const runId = runIds[Math.floor(count / PARAM_CALLS_PER_RUN) % runIds.length] ?? ''
    return postRequest(url, `${API}/runs/log-batch`, `{"run_id":"${runId}","params":${sets[count++ % PARAM_CALLS_PER_RUN]}}`)
  }
}
