import { loggedDataset } from '../entities/dataset.ts'
import { lineageDirection, lineageEdge, lineageNode, lineageRun } from '../entities/lineage.ts'
import { limits } from '../limits.ts'
import { enumeration, message, optional, repeated, required } from '../schema/field.ts'
import { operation } from './operation.ts'
import { runReference } from './runs.ts'

const data = {
  digest: optional('string', 'Of data: as runs recorded it, or the first six or more characters of it.'),
  name: optional('string', 'Of data whose digest is not one of content (32 hexadecimal digits or more): those go by name and digest.'),
} as const

/** Which runs made data, and which read them. */
export const lineageOperations = {
  logDatasetOutputs: operation({
    methods: ['POST'],
    path: '/runs/log-dataset-outputs',
    family: 'reprise',
    effect: 'write',
    summary:
      'Record the datasets a run made, as mlflow/runs/log-inputs records those it read. getRun answers them in outputs.dataset_outputs.',
    request: message('LogDatasetOutputs', {
      ...runReference,
      datasets: repeated(loggedDataset, `At most ${limits.datasetsPerCall}; digests of up to 64 characters.`),
    }),
    response: message('Nothing', {}),
  }),
  getLineage: operation({
    methods: ['GET', 'POST'],
    path: '/lineage',
    family: 'reprise',
    effect: 'read',
    summary:
      'Where a run or data came from and what was made of them: runs and data as a graph. Data with the same digest are the same data, whatever runs called them.',
    request: message('GetLineage', {
      run_id: optional('string', 'A run; or a digest.'),
      ...data,
      direction: optional(lineageDirection, 'UP: where it came from. DOWN: what became of it. Default: BOTH.'),
      depth: optional('int32', `Steps from a run to data or from data to a run, 0 to ${limits.lineageDepth}; default 10.`),
      max_results: optional('int32', `Nodes of the answer, 1 to ${limits.lineageNodes}; default 200. The nearest come first.`),
    }),
    response: message('Lineage', {
      root: required('string', 'Id of the node that was asked for.'),
      nodes: repeated(lineageNode, 'Runs and data, the nearest first.'),
      edges: repeated(lineageEdge, 'From data to the runs that read them, from runs to the data they made.'),
      is_whole: required('bool', 'Whether nothing was left out for the depth or for the number of nodes.'),
    }),
  }),
  searchDataRuns: operation({
    methods: ['GET', 'POST'],
    path: '/lineage/runs',
    family: 'reprise',
    effect: 'read',
    summary: 'All runs that made or read data, the newest first.',
    request: message('SearchDataRuns', {
      ...data,
      role: required(enumeration({ MADE: 1, READ: 2 }), 'What they did with it.'),
      max_results: optional('int32', 'At most 1,000; default 100.'),
      page_token: optional('string', 'From the page before.'),
    }),
    response: message('SearchDataRunsAnswer', {
      runs: repeated(lineageRun, 'One page.'),
      next_page_token: optional('string', 'Present while more follow.'),
    }),
  }),
} as const
