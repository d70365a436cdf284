import { metricsFile, pipeline, pipelineState, pipelineStateSummary, publishedStage, stateFields } from '../entities/pipeline.ts'
import { limits } from '../limits.ts'
import { message, optional, repeated, required } from '../schema/field.ts'
import { operation } from './operation.ts'

const project = required('string', 'Name of the project, such as ada/spirals.', { most: limits.pipelineNameLength })
const page = {
  max_results: optional('int32', 'At most 200; default 50.'),
  page_token: optional('string', 'From the page before.'),
} as const

/** What command lines say of pipelines: servers see no working folder. */
export const pipelineOperations = {
  publishPipelineState: operation({
    methods: ['POST'],
    path: '/pipelines/publish',
    family: 'reprise',
    effect: 'write',
    strict: { bodyBytes: limits.pipelineStateBytes },
    summary:
      'Publish what a pipeline is like. The same commit with the same stages and metrics is one record, however often it is published; the newest 200 of a project are kept.',
    request: message('PublishPipelineState', {
      project,
      ...stateFields,
      stages: repeated(publishedStage, 'All of them. Unknown fields are refused.', { most: limits.pipelineStages }),
      metrics: repeated(metricsFile, 'Numbers in the metrics files.', { most: limits.pipelineMetricsFiles }),
    }),
    response: message('PublishPipelineStateAnswer', {
      state: required(pipelineStateSummary, 'As it is kept.'),
      is_new: required('bool', 'Whether it was not known before.'),
    }),
  }),
  searchPipelines: operation({
    methods: ['GET', 'POST'],
    path: '/pipelines/search',
    family: 'reprise',
    effect: 'read',
    summary: 'The pipelines that were published, the one that was published last first.',
    request: message('SearchPipelines', page),
    response: message('SearchPipelinesAnswer', {
      pipelines: repeated(pipeline, 'One page.'),
      next_page_token: optional('string', 'Present while more follow.'),
    }),
  }),
  getPipelineState: operation({
    methods: ['GET'],
    path: '/pipelines/get',
    family: 'reprise',
    effect: 'read',
    summary: 'What a pipeline is like: the state that was published last, or an earlier one.',
    request: message('GetPipelineState', { project, state_id: optional('string', 'Default: the last.') }),
    response: message('GetPipelineStateAnswer', {
      pipeline: required(pipeline, 'The pipeline.'),
      state: required(pipelineState, 'The state.'),
    }),
  }),
  searchPipelineStates: operation({
    methods: ['GET', 'POST'],
    path: '/pipelines/states',
    family: 'reprise',
    effect: 'read',
    summary: 'The states of a pipeline, the one that was published last first.',
    request: message('SearchPipelineStates', { project, ...page }),
    response: message('SearchPipelineStatesAnswer', {
      states: repeated(pipelineStateSummary, 'One page.'),
      next_page_token: optional('string', 'Present while more follow.'),
    }),
  }),
  deletePipeline: operation({
    methods: ['POST'],
    path: '/pipelines/delete',
    family: 'reprise',
    effect: 'write',
    summary: 'Forget a pipeline with all its states, or one of them. For good.',
    request: message('DeletePipeline', { project, state_id: optional('string', 'Only this state.') }),
    response: message('Nothing', {}),
  }),
} as const
