import { message, type MessageOf, optional, required } from '../schema/field.ts'

export const view = message('View', {
  view_id: required('string', 'A uuid.'),
  page: required('string', 'The page it is a view of, such as runs, compare or run.'),
  experiment_id: optional('string', 'The experiment whose page it is; absent where the page belongs to none.'),
  name: required('string', 'Unique among the views of a page and experiment.'),
  query: optional('string', 'The query string of the page, without the question mark; absent means empty.'),
  user_id: optional('string', 'Who saved it.'),
  creation_time: required('int64', 'Milliseconds since 1970.'),
  last_update_time: required('int64', 'Milliseconds since 1970.'),
})

export type View = MessageOf<(typeof view)['fields']>
