import { metric, param, runTag } from '../entities/run.ts'
import { message, optional, repeated, required } from '../schema/field.ts'
import { operation } from './operation.ts'
import { runReference } from './runs.ts'

const nothing = message('Nothing', {})

/** What running programs write, thousands of times a second: decoded by hand (see `ingest/`), committed in groups. */
export const loggingOperations = {
  logMetric: operation({
    methods: ['POST'],
    path: '/mlflow/runs/log-metric',
    family: 'mlflow',
    effect: 'write',
    summary: 'Log one point of a metric. Logging the same point again changes nothing.',
    request: message('LogMetric', {
      ...runReference,
      key: required('string', 'Name of the metric.'),
      value: required('double', 'Any double.'),
      timestamp: required('int64', 'Milliseconds since 1970.'),
      step: optional('int64', 'Default 0.'),
      model_id: optional('string', 'Logged model the point belongs to.'),
      dataset_name: optional('string', 'Dataset the point was measured on.'),
      dataset_digest: optional('string', 'Digest of that dataset.'),
    }),
    response: nothing,
  }),
  logParam: operation({
    methods: ['POST'],
    path: '/mlflow/runs/log-parameter',
    family: 'mlflow',
    effect: 'write',
    summary: 'Log a param. Its value can not be changed afterwards.',
    request: message('LogParam', { ...runReference, key: required('string', 'Name.'), value: optional('string', 'Value.') }),
    response: nothing,
  }),
  setTag: operation({
    methods: ['POST'],
    path: '/mlflow/runs/set-tag',
    family: 'mlflow',
    effect: 'write',
    summary: 'Set a tag of a run. The tag mlflow.runName renames it.',
    request: message('SetTag', { ...runReference, key: required('string', 'Name.'), value: optional('string', 'Value.') }),
    response: nothing,
  }),
  deleteTag: operation({
    methods: ['POST'],
    path: '/mlflow/runs/delete-tag',
    family: 'mlflow',
    effect: 'write',
    summary: 'Delete a tag of a run.',
    request: message('DeleteTag', { ...runReference, key: required('string', 'Name.') }),
    response: nothing,
  }),
  logBatch: operation({
    methods: ['POST'],
    path: '/mlflow/runs/log-batch',
    family: 'mlflow',
    effect: 'write',
    summary: 'Log up to 1,000 points, 100 params and 100 tags, all or nothing.',
    request: message('LogBatch', {
      ...runReference,
      metrics: repeated(metric, 'Points.'),
      params: repeated(param, 'Params.'),
      tags: repeated(runTag, 'Tags.'),
    }),
    response: nothing,
  }),
} as const
