import { message, type MessageOf, optional, repeated, required } from '../schema/field.ts'

export const share = message('Share', {
  share_id: required('string', 'Names it, and does not open it.'),
  title: optional('string', 'What the one who shared it calls it.'),
  run_ids: repeated('string', 'The runs that are shown.'),
  baseline: optional('string', 'The run that the others are held against.'),
  metrics: repeated('string', 'Names of the metrics that are shown, with * for any characters; none: all.'),
  user_id: optional('string', 'Who shared it.'),
  creation_time: required('int64', 'Milliseconds since 1970.'),
  expiry_time: optional('int64', 'Milliseconds since 1970: from then on the page is gone. Absent: it stays until it is revoked.'),
})

/** Runs that whoever has a link may read. */
export type Share = MessageOf<(typeof share)['fields']>
