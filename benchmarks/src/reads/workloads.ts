import { getRequest, postRequest } from '../load/connection.ts'
import { WIDE_KEYS } from './log-data.ts'

/** A read that is timed. */
export interface Read {
  readonly workload: string
  readonly request: Buffer
  /** Only Reprise has it. */
  readonly isOwn?: boolean
  /** Takes long: fewer calls will do. */
  readonly isLong?: boolean
}

const API = '/api/2.0/mlflow'
/** A page with more points is refused, by MLflow too. */
const LONGEST_WHOLE = 1_000_000

export function listSearches(url: URL, { experiment, runs }: { readonly experiment: string; readonly runs: number }): Read[] {
  const filter = "metrics.m0 > 0.5 and params.p1 = '3'"
  const search = (body: object): Buffer => searchRequest(url, { experiment_ids: [experiment], max_results: 100, ...body })
  const of = `of ${runs.toLocaleString('en')} runs`
  return [
    { workload: `filter and order, page of 100 ${of}`, request: search({ filter, order_by: ['metrics.m0 DESC'] }) },
    {
      workload: `the same, projected ${of}`,
      request: search({ filter, order_by: ['metrics.m0 DESC'], fields: ['metrics.m0', 'params.p1'] }),
      isOwn: true,
    },
    { workload: `no filter, page of 100 ${of}`, request: search({}) },
    { workload: `nothing found by param ${of}`, request: search({ filter: "params.p1 = 'nothing'" }) },
    { workload: `nothing found by metric ${of}`, request: search({ filter: 'metrics.m1 > 2' }) },
  ]
}

export function listSeriesReads(url: URL, { run, points }: { readonly run: string; readonly points: number }): Read[] {
  const of = `of ${points.toLocaleString('en')}`
  const reads: Read[] = [
    {
      workload: `320 points ${of}`,
      request: getRequest(url, `/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?run_ids=${run}&metric_key=loss&max_results=320`),
    },
    {
      workload: `1,000 exact buckets ${of}`,
      request: getRequest(url, `/api/reprise/1/series/buckets?run_ids=${run}&metric_key=loss&width=1000`),
      isOwn: true,
    },
  ]
  const whole = {
    workload: `history ${of} points`,
    request: getRequest(url, `${API}/metrics/get-history?run_id=${run}&metric_key=loss`),
    isLong: true,
  }
  return points > LONGEST_WHOLE ? reads : [whole, ...reads]
}

export function listWideReads(url: URL, { experiment, runs }: { readonly experiment: string; readonly runs: number }): Read[] {
  const page = (body: object): Buffer => searchRequest(url, { experiment_ids: [experiment], max_results: runs, ...body })
  const workload = `${runs} runs of ${WIDE_KEYS.toLocaleString('en')} metrics`
  return [
    { workload: `${workload}, whole`, request: page({}), isLong: true },
    { workload: `${workload}, projected`, request: page({ fields: ['metrics.w/0'] }), isOwn: true },
  ]
}

export function searchRequest(url: URL, body: object): Buffer {
  return postRequest(url, `${API}/runs/search`, JSON.stringify(body))
}
