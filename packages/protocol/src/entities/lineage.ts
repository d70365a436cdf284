import { enumeration, message, type MessageOf, optional, repeated, required } from '../schema/field.ts'
import { runStatus } from './lifecycle.ts'

export const lineageRun = message('LineageRun', {
  run_id: required('string', 'The run.'),
  run_name: optional('string', 'Its name.'),
  experiment_id: required('string', 'Its experiment.'),
  status: required(runStatus, 'Its status.'),
  start_time: optional('int64', 'Milliseconds since 1970.'),
  end_time: optional('int64', 'Milliseconds since 1970.'),
})

export const lineageData = message('LineageData', {
  digest: required('string', 'Of its content.'),
  names: repeated('string', 'What runs called it, mostly paths; at most 5.'),
  source: optional('string', 'Where it came from, as a run said first.'),
  profile: optional('string', 'Size and the like, as a run said first; usually JSON.'),
  is_empty: optional('bool', 'Nothing has bytes here: all that is empty is the same, so runs are not joined by it.'),
})

export const lineageNode = message('LineageNode', {
  id: required('string', 'Means something only in the answer it stands in.'),
  run: optional(lineageRun, 'Of a run.'),
  data: optional(lineageData, 'Of data.'),
  distance: required('int32', 'How many steps from what was asked for, against the current negative: -1 are the data a run read.'),
  has_more: optional('bool', 'Whether there is more before or behind it than the answer has.'),
})

export const lineageEdge = message('LineageEdge', {
  from: required('string', 'Id of a node.'),
  to: required('string', 'Id of a node.'),
})

export const lineageDirection = enumeration({ UP: 1, DOWN: 2, BOTH: 3 })

export type LineageRun = MessageOf<(typeof lineageRun)['fields']>
export type LineageNode = MessageOf<(typeof lineageNode)['fields']>
export type LineageEdge = MessageOf<(typeof lineageEdge)['fields']>
