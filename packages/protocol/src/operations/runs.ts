import { loggedDatasetInput } from '../entities/dataset.ts'
import { runStatus, viewType } from '../entities/lifecycle.ts'
import { modelInput, modelOutput, run, runInfo, runTag } from '../entities/run.ts'
import { limits } from '../limits.ts'
import { message, optional, repeated, required } from '../schema/field.ts'
import { operation } from './operation.ts'

const nothing = message('Nothing', {})
const oneRun = message('RunAnswer', { run: required(run, 'The run.') })
/** Older clients send run_uuid, some send both; handlers take the first that is there. */
export const runReference = {
  run_id: optional('string', 'The run.'),
  run_uuid: optional('string', 'The run, as older clients name it.'),
} as const

const fields = repeated(
  'string',
  'Ours: what a run carries, such as metrics.loss, min(metrics.loss), params.*, tags.mlflow.* or inputs; absent: everything but summaries. The info is always there.',
)

export const runOperations = {
  createRun: operation({
    methods: ['POST'],
    path: '/mlflow/runs/create',
    family: 'mlflow',
    effect: 'write',
    summary: 'Create a run. With an Idempotency-Key, a repeated request answers the run of the first one.',
    request: message('CreateRun', {
      experiment_id: required('string', 'The experiment; "0" is the default one.'),
      user_id: optional('string', 'Who makes the run.'),
      run_name: optional('string', 'Default: a generated name.'),
      start_time: optional('int64', 'Milliseconds since 1970; default 0.'),
      tags: repeated(runTag, 'Tags to set.'),
      run_id: optional(
        'string',
        'Ours: an id chosen by the client, 32 lower-case hexadecimal digits, so that it can log before the server is reached.',
      ),
    }),
    response: oneRun,
  }),
  updateRun: operation({
    methods: ['POST'],
    path: '/mlflow/runs/update',
    family: 'mlflow',
    effect: 'write',
    summary: 'Change status, end time or name of a run.',
    request: message('UpdateRun', {
      ...runReference,
      status: optional(runStatus, 'The new status.'),
      end_time: optional('int64', 'Milliseconds since 1970.'),
      run_name: optional('string', 'The new name; also rewrites the tag mlflow.runName.'),
    }),
    response: message('UpdateRunAnswer', { run_info: required(runInfo, 'The run as it is now.') }),
  }),
  getRun: operation({
    methods: ['GET'],
    path: '/mlflow/runs/get',
    family: 'mlflow',
    effect: 'read',
    summary: 'Get a run with its latest metrics, params, tags, inputs and outputs.',
    request: message('GetRun', { ...runReference, fields }),
    response: oneRun,
  }),
  deleteRun: operation({
    methods: ['POST'],
    path: '/mlflow/runs/delete',
    family: 'mlflow',
    effect: 'write',
    summary: 'Delete a run; it can be restored.',
    request: message('DeleteRun', runReference),
    response: nothing,
  }),
  restoreRun: operation({
    methods: ['POST'],
    path: '/mlflow/runs/restore',
    family: 'mlflow',
    effect: 'write',
    summary: 'Restore a deleted run.',
    request: message('RestoreRun', runReference),
    response: nothing,
  }),
  searchRuns: operation({
    methods: ['POST'],
    path: '/mlflow/runs/search',
    family: 'mlflow',
    effect: 'read',
    summary: 'Search runs. Cursors are stable: a run that did not change is neither skipped nor repeated.',
    request: message('SearchRuns', {
      experiment_ids: repeated('string', 'Where to search; none finds nothing.'),
      filter: optional('string', 'See the search reference.'),
      run_view_type: optional(viewType, 'Default: ACTIVE_ONLY.'),
      max_results: optional('int64', 'Page size, 1 to 50,000; default 1,000.'),
      order_by: repeated('string', 'Fields with ASC or DESC; ties by start_time DESC, run_id ASC.'),
      page_token: optional('string', 'From the page before.'),
      fields,
    }),
    response: message('SearchRunsAnswer', {
      runs: repeated(run, 'One page.'),
      next_page_token: optional('string', 'Present while more may follow.'),
    }),
  }),
  moveRuns: operation({
    methods: ['POST'],
    path: '/runs/move',
    family: 'reprise',
    effect: 'write',
    summary:
      'Move runs to another experiment, with all that was logged of them and the runs below them: all or none. Files stay where they are.',
    request: message('MoveRuns', {
      run_ids: repeated('string', `The runs, at most ${limits.runsPerMove}; those that are there already stay.`),
      experiment_id: required('string', 'Where to; it must be active.'),
      children: optional('bool', 'Whether the runs that are nested below them in the same experiment come along; default true.'),
    }),
    response: message('MoveRunsAnswer', {
      experiment_id: required('string', 'Where they are now.'),
      moved: repeated(
        message('MovedRun', {
          run_id: required('string', 'The run.'),
          from_experiment_id: required('string', 'Where it was.'),
        }),
        'The runs that were elsewhere before.',
      ),
    }),
  }),
  logInputs: operation({
    methods: ['POST'],
    path: '/mlflow/runs/log-inputs',
    family: 'mlflow',
    effect: 'write',
    summary: 'Record the datasets and models a run read.',
    request: message('LogInputs', {
      ...runReference,
      datasets: repeated(loggedDatasetInput, 'Datasets, each with the tags of this use.'),
      models: repeated(modelInput, 'Logged models.'),
    }),
    response: nothing,
  }),
  logOutputs: operation({
    methods: ['POST'],
    path: '/mlflow/runs/outputs',
    family: 'mlflow',
    effect: 'write',
    summary: 'Record the models a run made.',
    request: message('LogOutputs', { ...runReference, models: repeated(modelOutput, 'Logged models.') }),
    response: nothing,
  }),
  logModel: operation({
    methods: ['POST'],
    path: '/mlflow/runs/log-model',
    family: 'mlflow',
    effect: 'write',
    summary: 'Append a model description to the tag mlflow.log-model.history.',
    request: message('LogModel', { ...runReference, model_json: optional('string', 'The MLmodel document as JSON text.') }),
    response: nothing,
  }),
} as const
