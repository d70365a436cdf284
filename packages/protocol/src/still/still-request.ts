import { message, type MessageOf, optional, repeated } from '../schema/field.ts'

/** Limits of one still. */
export const stillLimits = { runs: 50, patterns: 50 } as const

export const stillRequest = message('StillRequest', {
  run_ids: repeated('string', `The runs, at most ${stillLimits.runs}, in the order in which they are shown.`),
  baseline: optional('string', 'The run that the others are held against.'),
  metrics: repeated('string', 'Names of the metrics that are shown, with * for any characters; default: all.'),
})

/** What a still is to show. */
export type StillRequest = MessageOf<typeof stillRequest.fields>
