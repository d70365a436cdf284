import { run } from '../entities/run.ts'
import { RepriseError } from '../errors.ts'
import { decodeMessage } from '../schema/decode.ts'
import { message, type MessageOf, optional, repeated, required } from '../schema/field.ts'
import { parseWireJson } from '../wire/parse-json.ts'

/** The format this version writes; it reads this and older ones. */
export const STILL_FORMAT = 1
/** Where a page of a still has its data: the element with this id. */
export const STILL_ELEMENT = 'still'

const stillExperiment = message('StillExperiment', {
  experiment_id: required('string', 'Its id.'),
  name: required('string', 'Its name.'),
})

const stillPoints = message('StillPoints', {
  step: repeated('int64', 'Per point: its step, less that of the point before.'),
  time: repeated('int64', 'Per point: its timestamp, less that of the point before.'),
  value: repeated('double', 'Per point: its value, exactly.'),
})

const stillBuckets = message('StillBuckets', {
  from: repeated('int64', 'Per bucket: x of its first point, less that of the bucket before.'),
  length: repeated('int64', 'Per bucket: x of its last point, less that of its first.'),
  count: repeated('int64', 'Per bucket: points, NaN included.'),
  nan_count: repeated('int64', 'Per bucket: points that are NaN; empty where there are none at all.'),
  first: repeated('double', 'Per bucket: value of its first point. Like all values of buckets, to nine digits.'),
  last: repeated('double', 'Per bucket: value of its last point.'),
  min: repeated('double', 'Per bucket: the smallest value that is not NaN, NaN where there is none.'),
  max: repeated('double', 'Per bucket: the largest value that is not NaN, NaN where there is none.'),
  mean: repeated('double', 'Per bucket: mean of the values that are not NaN, NaN where there is none.'),
})

const stillSeries = message('StillSeries', {
  run_id: required('string', 'The run.'),
  key: required('string', 'The metric.'),
  points: optional(stillPoints, 'All of its points, where they are few; ordered by step.'),
  by_step: optional(stillBuckets, 'Where they are many: every extreme of every point, along steps.'),
  by_time: optional(stillBuckets, 'The same along time.'),
})

const stillFile = message('StillFile', {
  run_id: required('string', 'The run.'),
  path: required('string', 'Relative to its artifacts.'),
  size: required('int64', 'Bytes of the whole file.'),
  text: optional('string', 'What it holds, where that is text.'),
  base64: optional('string', 'What it holds, where that is something else. Neither: it was left out.'),
  skipped: optional('int64', 'Bytes at its beginning that were left out: of logs, the end is kept.'),
})

const stillRepeat = message('StillRepeat', {
  run_id: required('string', 'The run that repeated one of these; but for its report, nothing of it is here.'),
  report: required('json', 'Its report: docs/reference/verdicts.md.'),
})

export const still = message('Still', {
  format: required('int32', `${STILL_FORMAT}.`),
  reprise: required('string', 'Version of the program that made it.'),
  made: required('int64', 'When, in milliseconds since 1970.'),
  baseline: optional('string', 'The run that the others are held against.'),
  experiments: repeated(stillExperiment, 'Those of the runs.'),
  runs: repeated(run, 'In the order in which they were asked for.'),
  files: repeated(stillFile, 'Artifacts, by run and path.'),
  repeats: repeated(stillRepeat, 'Reports that verdicts of these runs stand on.'),
  series: repeated(stillSeries, 'Points of metrics, by run and key.'),
  left_out: repeated('string', 'Sentences that say what is not here.'),
})

/** What a single file shows of some runs, without a server. Format in docs/formats/still.md. */
export type Still = MessageOf<typeof still.fields>
export type StillSeries = MessageOf<typeof stillSeries.fields>
export type StillBuckets = MessageOf<typeof stillBuckets.fields>
export type StillPoints = MessageOf<typeof stillPoints.fields>
export type StillFile = MessageOf<typeof stillFile.fields>

/** Reads the data of a still. Throws INVALID_PARAMETER_VALUE for what is none, or of a newer format. */
export function parseStill(bytes: Uint8Array): Still {
  const json = parseWireJson(bytes)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'The still is not a JSON object.')
  }
  const format = 'format' in json ? json.format : undefined
  if (typeof format === 'number' && format > STILL_FORMAT) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The still has format ${format}; this version reads up to ${STILL_FORMAT}.`, {
      hint: 'Install a newer version of Reprise.',
    })
  }
  return decodeMessage(still, json)
}
