import { loggedModel, loggedModelStatus } from '../entities/logged-model.ts'
import { param, runTag } from '../entities/run.ts'
import { message, optional, repeated, required } from '../schema/field.ts'
import { operation } from './operation.ts'

const modelId = { model_id: required('string', 'Of the model.') }
const oneModel = message('LoggedModelAnswer', { model: required(loggedModel, 'The model.') })
const nothing = message('Nothing', {})

/** Models that runs made, as clients of MLflow 3 log them. Their files go the way of all artifacts. */
export const loggedModelOperations = {
  createLoggedModel: operation({
    methods: ['POST'],
    path: '/mlflow/logged-models',
    family: 'mlflow',
    effect: 'write',
    summary: 'Begin a logged model; it is pending until it is finalized.',
    request: message('CreateLoggedModel', {
      experiment_id: required('string', 'Where it belongs.'),
      name: optional('string', 'Without / : . % and quotes; default: made up.'),
      model_type: optional('string', 'Such as `agent`.'),
      source_run_id: optional('string', 'The run that makes it.'),
      params: repeated(param, 'Params.'),
      tags: repeated(runTag, 'Tags.'),
    }),
    response: oneModel,
  }),
  getLoggedModel: operation({
    methods: ['GET'],
    path: '/mlflow/logged-models/{model_id}',
    family: 'mlflow',
    effect: 'read',
    summary: 'Get a logged model.',
    request: message('GetLoggedModel', modelId),
    response: oneModel,
  }),
  finalizeLoggedModel: operation({
    methods: ['PATCH'],
    path: '/mlflow/logged-models/{model_id}',
    family: 'mlflow',
    effect: 'write',
    summary: 'Say that the files of a logged model are there, or that they are not coming.',
    request: message('FinalizeLoggedModel', { ...modelId, status: required(loggedModelStatus, 'Its new status.') }),
    response: oneModel,
  }),
  deleteLoggedModel: operation({
    methods: ['DELETE'],
    path: '/mlflow/logged-models/{model_id}',
    family: 'mlflow',
    effect: 'write',
    summary: 'Delete a logged model. Its files stay until its experiment is deleted for good.',
    request: message('DeleteLoggedModel', modelId),
    response: nothing,
  }),
  setLoggedModelTags: operation({
    methods: ['PATCH'],
    path: '/mlflow/logged-models/{model_id}/tags',
    family: 'mlflow',
    effect: 'write',
    summary: 'Set tags of a logged model.',
    request: message('SetLoggedModelTags', { ...modelId, tags: repeated(runTag, 'Tags.') }),
    response: nothing,
  }),
  deleteLoggedModelTag: operation({
    methods: ['DELETE'],
    path: '/mlflow/logged-models/{model_id}/tags/{tag_key}',
    family: 'mlflow',
    effect: 'write',
    summary: 'Delete a tag of a logged model.',
    request: message('DeleteLoggedModelTag', { ...modelId, tag_key: required('string', 'Name of the tag.') }),
    response: nothing,
  }),
  logLoggedModelParams: operation({
    methods: ['POST'],
    path: '/mlflow/logged-models/{model_id}/params',
    family: 'mlflow',
    effect: 'write',
    summary: 'Log params of a logged model. Their values can not be changed afterwards.',
    request: message('LogLoggedModelParams', { ...modelId, params: repeated(param, 'Params.') }),
    response: nothing,
  }),
  searchLoggedModels: operation({
    methods: ['POST'],
    path: '/mlflow/logged-models/search',
    family: 'mlflow',
    effect: 'read',
    summary: 'Search logged models, the newest first.',
    request: message('SearchLoggedModels', {
      experiment_ids: repeated('string', 'Where to search; none finds nothing.'),
      filter: optional('string', 'Over attributes, params and tags, in the language of searches for runs.'),
      datasets: repeated('json', 'Taken and not looked at: they choose among metrics.'),
      max_results: optional('int64', 'Page size, 1 to 50,000; default 50.'),
      order_by: repeated(
        message('LoggedModelOrder', {
          field_name: required('string', 'An attribute, such as creation_timestamp.'),
          ascending: optional('bool', 'Default true.'),
          dataset_name: optional('string', 'Not looked at.'),
          dataset_digest: optional('string', 'Not looked at.'),
        }),
        'Ties by creation time, the newest first.',
      ),
      page_token: optional('string', 'From the page before.'),
    }),
    response: message('SearchLoggedModelsAnswer', {
      models: repeated(loggedModel, 'One page.'),
      next_page_token: optional('string', 'Present while more may follow.'),
    }),
  }),
} as const
