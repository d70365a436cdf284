import { int64At, type PointColumns } from '../series/index.ts'
import { encodeDouble } from './encode-double.ts'

/** What every point of a series says besides itself. */
export interface SeriesNames {
  readonly key: string
  /** Where an answer is about several runs. */
  readonly runId?: string | undefined
}

/** Points as the inside of a JSON array, from `start` to `end`. Without an object per point: an answer may hold a million. */
export function encodePoints(points: PointColumns, { key, runId }: SeriesNames, start = 0, end = points.values.length): string {
  const { steps, timestamps, values } = points
  const opening = `{"key":${JSON.stringify(key)},"value":`
  const closing = runId === undefined ? '}' : `,"run_id":${JSON.stringify(runId)}}`
  let text = ''
  for (let index = start; index < end; index++) {
    const value = values[index] ?? Number.NaN
    if (index > start) text += ','
    text += `${opening}${encodeDouble(value)},"timestamp":${int64At(timestamps, index)},"step":${int64At(steps, index)}${closing}`
  }
  return text
}
