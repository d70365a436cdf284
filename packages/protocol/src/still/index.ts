export {
  createStillAxes,
  packBuckets,
  packPoints,
  type SeriesBuckets,
  type SeriesPoints,
  type StillAxes,
  unpackBuckets,
  unpackPoints,
} from './packed-series.ts'
export {
  parseStill,
  still,
  STILL_FORMAT,
  type Still,
  type StillAxis,
  type StillBuckets,
  type StillFile,
  type StillPoints,
  type StillSeries,
} from './still.ts'
export { stillLimits, stillRequest, type StillRequest } from './still-request.ts'
