import { message, type MessageOf, optional, repeated, required } from '../schema/field.ts'
import { datasetInput, datasetOutput } from './dataset.ts'
import { runStatus } from './lifecycle.ts'

export const metric = message('Metric', {
  key: required('string', 'Name of the metric.'),
  value: required('double', 'Any double; NaN and infinities travel as text.'),
  timestamp: required('int64', 'Milliseconds since 1970, not negative.'),
  step: optional('int64', 'Any int64; absent means 0.'),
  model_id: optional('string', 'The logged model the point belongs to.'),
  dataset_name: optional('string', 'The dataset the point was measured on.'),
  dataset_digest: optional('string', 'Digest of that dataset.'),
  run_id: optional('string', 'Only in answers about several runs.'),
})

export const param = message('Param', {
  key: required('string', 'Name of the param.'),
  value: optional('string', 'Immutable once logged; absent means empty.'),
})

export const runTag = message('RunTag', {
  key: required('string', 'Name of the tag.'),
  value: optional('string', 'The last write wins; absent means empty.'),
})

export const modelInput = message('ModelInput', { model_id: required('string', 'A logged model the run read.') })
export const modelOutput = message('ModelOutput', {
  model_id: required('string', 'A logged model the run made.'),
  step: optional('int64', 'The step at which it was made.'),
})

export const runInfo = message('RunInfo', {
  run_id: required('string', '32 lower-case hexadecimal digits.'),
  run_uuid: required('string', 'The same id, for older clients.'),
  run_name: optional('string', 'Also the tag mlflow.runName.'),
  experiment_id: required('string', 'The experiment the run belongs to.'),
  user_id: optional('string', 'Who made the run.'),
  status: required(runStatus, 'RUNNING until it is ended.'),
  start_time: optional('int64', 'Milliseconds since 1970.'),
  end_time: optional('int64', 'Milliseconds since 1970; absent while it runs.'),
  artifact_uri: optional('string', 'Where artifacts of the run are.'),
  lifecycle_stage: required('string', 'active or deleted.'),
})

const metricSummary = message('MetricSummary', {
  key: required('string', 'Name of the metric.'),
  min: optional('double', 'The smallest value that is not NaN; NaN where there is none.'),
  max: optional('double', 'The largest value that is not NaN; NaN where there is none.'),
  first: optional('double', 'The value of the first point, by step.'),
  first_step: optional('int64', 'Its step; with first.'),
  last: optional('double', 'The value of the latest point, as in metrics, but infinities as such.'),
  last_step: optional('int64', 'Its step; with last.'),
})

export const runData = message('RunData', {
  metrics: repeated(metric, 'The latest point of each metric.'),
  summaries: repeated(
    metricSummary,
    'Ours: what `fields` asked for with min(metrics.KEY), max(…), first(…) and last(…), and nothing else.',
  ),
  params: repeated(param, 'Params.'),
  tags: repeated(runTag, 'Tags.'),
})

export const runInputs = message('RunInputs', {
  dataset_inputs: repeated(datasetInput, 'Datasets the run read.'),
  model_inputs: repeated(modelInput, 'Logged models the run read.'),
})

export const runOutputs = message('RunOutputs', {
  model_outputs: repeated(modelOutput, 'Logged models the run made.'),
  dataset_outputs: repeated(datasetOutput, 'Ours: datasets the run made.'),
})

export const run = message('Run', {
  info: required(runInfo, 'What the run is.'),
  data: optional(runData, 'What was logged.'),
  inputs: optional(runInputs, 'What it read.'),
  outputs: optional(runOutputs, 'What it made.'),
})

export type Metric = MessageOf<(typeof metric)['fields']>
export type MetricSummary = MessageOf<(typeof metricSummary)['fields']>
export type Param = MessageOf<(typeof param)['fields']>
export type RunTag = MessageOf<(typeof runTag)['fields']>
export type RunInfo = MessageOf<(typeof runInfo)['fields']>
export type Run = MessageOf<(typeof run)['fields']>
