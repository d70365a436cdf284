import { metric } from '../entities/run.ts'
import { enumeration, message, optional, repeated, required } from '../schema/field.ts'
import { operation } from './operation.ts'

const seriesAxis = enumeration({ step: 1, time: 2, relative: 3 })
const seriesColumn = enumeration({ from: 1, to: 2, count: 3, nan_count: 4, first: 5, last: 6, min: 7, max: 8, mean: 9, smoothed: 10 })
const points = message('Points', {
  metrics: repeated(metric, 'Points.'),
  next_page_token: optional('string', 'Present while more follows.'),
})

const packed = 'As base64 of little-endian'
const packedBuckets = message('PackedBuckets', {
  from: optional('string', `${packed} int64; with x_metric_key float64.`),
  to: optional('string', `${packed} int64; with x_metric_key float64.`),
  count: optional('string', `${packed} uint32.`),
  nan_count: optional('string', `${packed} uint32.`),
  first: optional('string', `${packed} float64.`),
  last: optional('string', `${packed} float64.`),
  min: optional('string', `${packed} float64.`),
  max: optional('string', `${packed} float64.`),
  mean: optional('string', `${packed} float64.`),
  smoothed: optional('string', `${packed} float64.`),
})

const runBuckets = message('RunBuckets', {
  run_id: required('string', 'The run.'),
  from: repeated('int64', 'Per bucket: x of its first point.'),
  to: repeated('int64', 'Per bucket: x of its last point.'),
  x_from: repeated('double', 'In place of from, with x_metric_key.'),
  x_to: repeated('double', 'In place of to, with x_metric_key.'),
  count: repeated('int64', 'Per bucket: points, NaN included.'),
  nan_count: repeated('int64', 'Per bucket: points that are NaN.'),
  first: repeated('double', 'Per bucket: value of its first point.'),
  last: repeated('double', 'Per bucket: value of its last point.'),
  min: repeated('double', 'Per bucket: the smallest value that is not NaN, NaN where there is none.'),
  max: repeated('double', 'Per bucket: the largest value that is not NaN, NaN where there is none.'),
  mean: repeated('double', 'Per bucket: mean of the values that are not NaN, NaN where there is none.'),
  smoothed: repeated('double', 'Per bucket, with smoothing: the average at its last point, NaN before the first finite value.'),
  packed: optional(packedBuckets, 'The same columns, with encoding base64, and nothing beside them.'),
})

const keySummary = message('KeySummary', {
  key: required('string', 'Name of the metric, param or tag.'),
  runs: required('int64', 'How many runs of the experiments have it, deleted ones included; counted up to 1,000 per experiment.'),
})

export const seriesOperations = {
  getMetricHistory: operation({
    methods: ['GET'],
    path: '/mlflow/metrics/get-history',
    family: 'mlflow',
    effect: 'read',
    summary: 'All points of a metric, ordered by timestamp, step and value.',
    request: message('GetMetricHistory', {
      run_id: optional('string', 'The run.'),
      run_uuid: optional('string', 'The run, as older clients name it.'),
      metric_key: required('string', 'The metric.'),
      page_token: optional('string', 'From the page before.'),
      max_results: optional('int64', 'Page size; absent means everything.'),
    }),
    response: points,
  }),
  getMetricHistoryBulk: operation({
    methods: ['GET'],
    path: '/mlflow/metrics/get-history-bulk',
    family: 'ajax',
    effect: 'read',
    summary: 'Points of a metric of up to 100 runs.',
    request: message('GetMetricHistoryBulk', {
      run_id: repeated('string', 'The runs.'),
      metric_key: required('string', 'The metric.'),
      max_results: optional('int64', 'At most 25,000.'),
    }),
    response: message('BulkPoints', { metrics: repeated(metric, 'Points, by run.') }),
  }),
  getMetricHistoryBulkInterval: operation({
    methods: ['GET'],
    path: '/mlflow/metrics/get-history-bulk-interval',
    family: 'mlflow',
    effect: 'read',
    summary: 'Points of a metric of up to 100 runs at evenly spaced steps, first and last always among them.',
    request: message('GetMetricHistoryBulkInterval', {
      run_ids: repeated('string', 'The runs.'),
      metric_key: required('string', 'The metric.'),
      start_step: optional('int64', 'First step.'),
      end_step: optional('int64', 'Last step.'),
      max_results: optional('int64', 'Points per run, at most 2,500.'),
    }),
    response: message('BulkPoints', { metrics: repeated(metric, 'Points, by run.') }),
  }),
  getSeriesBuckets: operation({
    methods: ['GET', 'POST'],
    path: '/series/buckets',
    family: 'reprise',
    effect: 'read',
    summary: 'Exact buckets of a metric for a chart: every extreme of every point is in the answer, whatever the width. Columnar.',
    request: message('GetSeriesBuckets', {
      run_ids: repeated('string', 'Up to 100 runs.'),
      metric_key: required('string', 'The metric.'),
      x: optional(seriesAxis, 'What the axis shows; default step. Relative: milliseconds since the first point of each run.'),
      x_metric_key: optional(
        'string',
        'In place of x: the metric along the axis. A point stands at the finite value that this metric had last, at or before its step; points before the first have no place.',
      ),
      from: optional('int64', 'First x, inclusive; default: the first point of any of the runs.'),
      to: optional('int64', 'Last x, inclusive; default: the last point of any of the runs.'),
      x_from: optional('double', 'In place of from, with x_metric_key.'),
      x_to: optional('double', 'In place of to, with x_metric_key.'),
      width: optional('int32', 'Buckets the range is divided into; at most 10,000, default 1,000. Empty buckets are left out.'),
      smoothing: optional(
        'double',
        'Weight of an exponential moving average, 0 to below 1: over all finite points by step, from the first of the run whatever the range, without the pull towards zero at the start.',
      ),
      columns: repeated(seriesColumn, 'Those to answer; default: all.'),
      encoding: optional(enumeration({ json: 1, base64: 2 }), 'How columns are written; default json.'),
    }),
    response: message('SeriesBuckets', { runs: repeated(runBuckets, 'One per run that has points in the range.') }),
  }),
  searchKeys: operation({
    methods: ['GET', 'POST'],
    path: '/keys/search',
    family: 'reprise',
    effect: 'read',
    summary: 'Names of metrics, params or tags of some experiments, by prefix or part, so that no page loads them all.',
    request: message('SearchKeys', {
      experiment_ids: repeated('string', 'The experiments.'),
      entity: optional(enumeration({ metric: 1, param: 2, tag: 3 }), 'What the key names; default metric.'),
      contains: optional('string', 'Part of the name, in any case.'),
      max_results: optional('int32', 'At most 1,000; default 100.'),
      run_id: optional('string', 'Only names that this run of the experiments has.'),
      page_token: optional('string', 'From the page before.'),
    }),
    response: message('SearchKeysAnswer', {
      keys: repeated(keySummary, 'By name.'),
      next_page_token: optional('string', 'Present while more follows.'),
    }),
  }),
} as const
