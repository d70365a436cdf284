import { message, type MessageOf, optional, repeated, required } from '../schema/field.ts'
import { lifecycleStage } from './lifecycle.ts'

export const experimentTag = message('ExperimentTag', {
  key: required('string', 'Name of the tag.'),
  value: optional('string', 'Value of the tag; absent means empty.'),
})

export const experiment = message('Experiment', {
  experiment_id: required('string', 'Opaque id; "0" is the default experiment.'),
  name: required('string', 'Unique name, deleted experiments included.'),
  artifact_location: required('string', 'Where artifacts of its runs go.'),
  lifecycle_stage: required(lifecycleStage, 'Whether it is deleted.'),
  creation_time: optional('int64', 'Milliseconds since 1970.'),
  last_update_time: optional('int64', 'Milliseconds since 1970.'),
  tags: repeated(experimentTag, 'Tags, by key.'),
})

/** A named group of runs. */
export type Experiment = MessageOf<(typeof experiment)['fields']>
