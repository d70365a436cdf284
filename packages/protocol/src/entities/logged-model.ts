import { enumeration, message, type MessageOf, optional, repeated, required } from '../schema/field.ts'
import { metric, param, runTag } from './run.ts'

export const loggedModelStatus = enumeration({
  LOGGED_MODEL_PENDING: 1,
  LOGGED_MODEL_READY: 2,
  LOGGED_MODEL_UPLOAD_FAILED: 3,
})
export type LoggedModelStatus = 'LOGGED_MODEL_PENDING' | 'LOGGED_MODEL_READY' | 'LOGGED_MODEL_UPLOAD_FAILED'

export const loggedModelInfo = message('LoggedModelInfo', {
  model_id: required('string', '`m-` and 32 lower-case hexadecimal digits.'),
  experiment_id: required('string', 'The experiment it belongs to.'),
  name: optional('string', 'As given, or made up.'),
  creation_timestamp_ms: optional('int64', 'Milliseconds since 1970.'),
  last_updated_timestamp_ms: optional('int64', 'Milliseconds since 1970.'),
  artifact_uri: optional('string', 'Where its files are.'),
  status: optional(loggedModelStatus, 'LOGGED_MODEL_PENDING until its files are there.'),
  model_type: optional('string', 'As given; empty when it was not.'),
  source_run_id: optional('string', 'The run that made it; empty when none did.'),
  tags: repeated(runTag, 'Tags.'),
})

export const loggedModelData = message('LoggedModelData', {
  params: repeated(param, 'Params.'),
  metrics: repeated(metric, 'Not kept: metrics are those of runs.'),
})

export const loggedModel = message('LoggedModel', {
  info: required(loggedModelInfo, 'What it is.'),
  data: optional(loggedModelData, 'What was logged of it.'),
})

export type LoggedModel = MessageOf<(typeof loggedModel)['fields']>
