import { run } from '../entities/run.ts'
import { RepriseError } from '../errors.ts'
import { decodeMessage } from '../schema/decode.ts'
import { message, type MessageOf, optional, repeated, required } from '../schema/field.ts'
import { parseWireJson } from '../wire/parse-json.ts'

/** The format that this version writes, and the only one that it reads: a page brings its own reader. */
export const STILL_FORMAT = 2

const stillExperiment = message('StillExperiment', {
  experiment_id: required('string', 'Its id.'),
  name: required('string', 'Its name.'),
})

const integers = 'packed integers'
const doubles = 'packed doubles'

const stillAxis = message('StillAxis', {
  step: optional('string', `Of points, ${integers}: the step of each, less that of the point before.`),
  time: optional('string', `Of points, ${integers}: the timestamp of each, less that of the point before.`),
  from: optional('string', `Of buckets, ${integers}: x of the first point of each, less that of the bucket before.`),
  length: optional('string', `Of buckets, ${integers}: x of the last point of each, less that of its first.`),
  count: optional('string', `Of buckets, ${integers}: points of each, NaN included.`),
})

const stillPoints = message('StillPoints', {
  axis: required('int32', 'Where they stand: which of the axes, the first is 0.'),
  value: required('string', `Per point, ${doubles}: its value, exactly.`),
})

const stillBuckets = message('StillBuckets', {
  axis: required('int32', 'Where they stand: which of the axes, the first is 0.'),
  nan_count: optional('string', `Per bucket, ${integers}: points that are NaN; absent where there are none at all.`),
  first: required('string', `Per bucket, ${doubles}: value of its first point.`),
  last: required('string', `Per bucket, ${doubles}: value of its last point.`),
  min: required('string', `Per bucket, ${doubles}: the smallest value that is not NaN, NaN where there is none.`),
  max: required('string', `Per bucket, ${doubles}: the largest value that is not NaN, NaN where there is none.`),
  mean: required('string', `Per bucket, ${doubles}: mean of the values that are not NaN, NaN where there is none.`),
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
  axes: repeated(stillAxis, 'Where points and buckets of series stand.'),
  left_out: repeated('string', 'Sentences that say what is not here.'),
})

/** What a single file shows of some runs, without a server. Format in docs/formats/still.md. */
export type Still = MessageOf<typeof still.fields>
export type StillSeries = MessageOf<typeof stillSeries.fields>
export type StillBuckets = MessageOf<typeof stillBuckets.fields>
export type StillAxis = MessageOf<typeof stillAxis.fields>
export type StillPoints = MessageOf<typeof stillPoints.fields>
export type StillFile = MessageOf<typeof stillFile.fields>

/** Reads the data of a still. Throws INVALID_PARAMETER_VALUE for what is none, or of another format. */
export function parseStill(bytes: Uint8Array): Still {
  const json = parseWireJson(bytes)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'The still is not a JSON object.')
  }
  const format = 'format' in json ? json.format : undefined
  if (typeof format === 'number' && format !== STILL_FORMAT) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The still has format ${format}; this version reads format ${STILL_FORMAT}.`, {
      hint: 'Open it in a browser: the page reads itself.',
    })
  }
  return decodeMessage(still, json)
}
