import { limits } from '../limits.ts'
import { enumeration, message, type MessageOf, optional, repeated, required } from '../schema/field.ts'

const pathBounds = { most: limits.pipelinePathLength }
const itemBounds = { most: limits.itemsPerStage }
const path = required('string', 'From the root of the project, with slashes; for what is elsewhere, its URL or absolute path.', pathBounds)
const recorded = {
  digest: optional('string', 'MD5 in hexadecimal as it was recorded when the stage was last run; a folder has `.dir` behind it.', {
    most: 100,
  }),
  size: optional('int64', 'Bytes.'),
  files: optional('int64', 'Files in a folder.'),
} as const

const pipelineDep = message('PipelineDep', { path, ...recorded })
const pipelineOut = message('PipelineOut', {
  path,
  ...recorded,
  kind: optional(enumeration({ DATA: 1, METRIC: 2, PLOT: 3 }), 'Default: DATA.'),
  is_cached: optional('bool', 'Whether its bytes are kept in the cache.'),
  is_persistent: optional('bool', 'Whether it stays where it is when the stage runs.'),
})
const pipelineParam = message('PipelineParam', {
  path,
  key: optional('string', 'With dots; absent where the whole file is meant.', pathBounds),
  value: optional('json', 'As it was recorded when the stage was last run.'),
})

export const pipelineReason = message('PipelineReason', {
  kind: required(
    enumeration({ DEP: 1, OUT: 2, PARAM: 3, COMMAND: 4, CHECKSUM: 5, ALWAYS: 6 }),
    'What is not as it was recorded: a dependency, an output, a parameter, the command, the definition of a `.dvc` file. ALWAYS: it runs each time.',
  ),
  path: optional('string', 'Of the dependency, output or parameter file.', pathBounds),
  key: optional('string', 'Of the parameter; absent where the whole file is meant.', pathBounds),
  state: optional('string', 'Such as `modified`, `deleted`, `new`, `not in cache`, `update available`.', { most: 100 }),
  old: optional('json', 'What was recorded: a digest, the value of a parameter, a command.'),
  new: optional('json', 'What is there now.'),
})

const stageFields = {
  name: required('string', 'Unique in the state: `train`, `sub/dvc.yaml:train`, `data.csv.dvc`.', pathBounds),
  file: optional('string', 'The `dvc.yaml` or `.dvc` file, from the root of the project.', pathBounds),
  folder: optional('string', 'Where its commands run, from the root of the project; absent for the root.', pathBounds),
  commands: repeated('string', 'What it runs; none for data that no command makes.', { most: 1_000 }),
  description: optional('string', 'What it is for.', { most: 10_000 }),
  group: optional('string', 'The `foreach` or `matrix` that made it.', pathBounds),
  is_frozen: optional('bool', 'Whether it is left as it is, whatever its dependencies are.'),
  is_always_changed: optional('bool', 'Whether it runs each time.'),
  needs: repeated('string', 'Names of the stages that make what it depends on: the edges of the graph. Without cycles.', itemBounds),
  deps: repeated(pipelineDep, 'What it depends on.', itemBounds),
  outs: repeated(pipelineOut, 'What it makes.', itemBounds),
  params: repeated(pipelineParam, 'Parameters it depends on.', itemBounds),
  reasons: repeated(pipelineReason, 'Why it is stale; none where it is as it was recorded.', itemBounds),
  run_id: optional('string', 'The run that was recorded when it was last run.', { most: 100 }),
} as const

/** A stage as it is published. */
export const publishedStage = message('PublishedStage', stageFields)

export const stageState = enumeration({ UP_TO_DATE: 1, STALE: 2, WAITING: 3 })
export const pipelineStage = message('PipelineStage', {
  ...stageFields,
  state: required(stageState, 'STALE: it has reasons. WAITING: it has none, but a stage that it needs, at any distance, is stale.'),
})

export const metricsFile = message('MetricsFile', {
  path,
  metrics: repeated(
    message('FileMetric', {
      key: required('string', 'With dots where the file has objects in objects.', pathBounds),
      value: required('double', 'Any double.'),
    }),
    'Its numbers.',
    { most: limits.metricsPerFile },
  ),
})

/** Of a state: what it is a state of. */
export const stateFields = {
  commit: optional('string', 'The commit that is checked out, in hexadecimal.', { most: 64 }),
  branch: optional('string', 'The branch that is checked out.', { most: 1_000 }),
  is_dirty: optional('bool', 'Whether files that git tracks are other than in the commit.'),
  time: required('int64', 'When the pipeline was looked at, in milliseconds since 1970.'),
  run_id: optional('string', 'The run of the whole pipeline that led to it.', { most: 100 }),
} as const

export const pipelineStateSummary = message('PipelineStateSummary', {
  state_id: required('string', 'Follows from the commit and what was found: the same state has the same id.'),
  ...stateFields,
  first_published: required('int64', 'When the server first heard of it.'),
  last_published: required('int64', 'When it last did.'),
  stages: required('int64', 'How many stages there are.'),
  stale: required('int64', 'How many of them are stale.'),
  waiting: required('int64', 'How many wait for those.'),
})

export const pipelineState = message('PipelineState', {
  summary: required(pipelineStateSummary, 'What it is.'),
  stages: repeated(pipelineStage, 'As they were published.'),
  metrics: repeated(metricsFile, 'Numbers in the metrics files.'),
})

export const pipeline = message('Pipeline', {
  project: required('string', 'Its name.'),
  creation_time: required('int64', 'When it was first published, in milliseconds since 1970.'),
  last_update_time: required('int64', 'When it was last published.'),
  latest: optional(pipelineStateSummary, 'The state that was published last.'),
})

export type PublishedStage = MessageOf<(typeof publishedStage)['fields']>
export type PipelineReason = MessageOf<(typeof pipelineReason)['fields']>
export type PipelineStage = MessageOf<(typeof pipelineStage)['fields']>
export type PipelineStateSummary = MessageOf<(typeof pipelineStateSummary)['fields']>
export type PipelineState = MessageOf<(typeof pipelineState)['fields']>
export type Pipeline = MessageOf<(typeof pipeline)['fields']>
