import { datasetSummary } from '../entities/dataset.ts'
import { experiment, experimentTag } from '../entities/experiment.ts'
import { viewType } from '../entities/lifecycle.ts'
import { message, optional, repeated, required } from '../schema/field.ts'
import { operation } from './operation.ts'

const experimentId = required('string', 'The experiment.')
const nothing = message('Nothing', {})
const oneExperiment = message('ExperimentAnswer', { experiment: required(experiment, 'The experiment, deleted or not.') })

export const experimentOperations = {
  createExperiment: operation({
    methods: ['POST'],
    path: '/mlflow/experiments/create',
    family: 'mlflow',
    effect: 'write',
    summary: 'Create an experiment. Its name must be new, deleted experiments included.',
    request: message('CreateExperiment', {
      name: required('string', 'Unique name, at most 500 characters.'),
      artifact_location: optional('string', 'Where artifacts of its runs go; default: through the server.'),
      tags: repeated(experimentTag, 'Tags to set.'),
    }),
    response: message('CreateExperimentAnswer', { experiment_id: required('string', 'The new id.') }),
  }),
  getExperiment: operation({
    methods: ['GET'],
    path: '/mlflow/experiments/get',
    family: 'mlflow',
    effect: 'read',
    summary: 'Get an experiment by id.',
    request: message('GetExperiment', { experiment_id: experimentId }),
    response: oneExperiment,
  }),
  getExperimentByName: operation({
    methods: ['GET'],
    path: '/mlflow/experiments/get-by-name',
    family: 'mlflow',
    effect: 'read',
    summary: 'Get an experiment by name.',
    request: message('GetExperimentByName', { experiment_name: required('string', 'The name.') }),
    response: oneExperiment,
  }),
  searchExperiments: operation({
    methods: ['POST', 'GET'],
    path: '/mlflow/experiments/search',
    family: 'mlflow',
    effect: 'read',
    summary: 'Search experiments; the newest first unless ordered otherwise.',
    request: message('SearchExperiments', {
      max_results: optional('int64', 'Page size, 1 to 50,000; required.'),
      page_token: optional('string', 'From the page before.'),
      filter: optional('string', 'See the search reference.'),
      order_by: repeated('string', 'name, experiment_id, creation_time or last_update_time, with ASC or DESC.'),
      view_type: optional(viewType, 'Default: ACTIVE_ONLY.'),
    }),
    response: message('SearchExperimentsAnswer', {
      experiments: repeated(experiment, 'One page.'),
      next_page_token: optional('string', 'Present while more may follow.'),
    }),
  }),
  deleteExperiment: operation({
    methods: ['POST'],
    path: '/mlflow/experiments/delete',
    family: 'mlflow',
    effect: 'write',
    summary: 'Delete an experiment and its runs; both can be restored.',
    request: message('DeleteExperiment', { experiment_id: experimentId }),
    response: nothing,
  }),
  restoreExperiment: operation({
    methods: ['POST'],
    path: '/mlflow/experiments/restore',
    family: 'mlflow',
    effect: 'write',
    summary: 'Restore a deleted experiment and its runs.',
    request: message('RestoreExperiment', { experiment_id: experimentId }),
    response: nothing,
  }),
  updateExperiment: operation({
    methods: ['POST'],
    path: '/mlflow/experiments/update',
    family: 'mlflow',
    effect: 'write',
    summary: 'Rename an experiment.',
    request: message('UpdateExperiment', { experiment_id: experimentId, new_name: optional('string', 'The new name.') }),
    response: nothing,
  }),
  setExperimentTag: operation({
    methods: ['POST'],
    path: '/mlflow/experiments/set-experiment-tag',
    family: 'mlflow',
    effect: 'write',
    summary: 'Set a tag of an experiment.',
    request: message('SetExperimentTag', {
      experiment_id: experimentId,
      key: required('string', 'Name of the tag.'),
      value: optional('string', 'Value of the tag.'),
    }),
    response: nothing,
  }),
  deleteExperimentTag: operation({
    methods: ['POST'],
    path: '/mlflow/experiments/delete-experiment-tag',
    family: 'mlflow',
    effect: 'write',
    summary: 'Delete a tag of an experiment.',
    request: message('DeleteExperimentTag', { experiment_id: experimentId, key: required('string', 'Name of the tag.') }),
    response: nothing,
  }),
  searchDatasets: operation({
    methods: ['POST'],
    path: '/mlflow/experiments/search-datasets',
    family: 'mlflow',
    effect: 'read',
    summary: 'The datasets that runs of some experiments read.',
    request: message('SearchDatasets', { experiment_ids: repeated('string', 'The experiments, at most 20.') }),
    response: message('SearchDatasetsAnswer', { dataset_summaries: repeated(datasetSummary, 'Datasets and contexts.') }),
  }),
} as const
