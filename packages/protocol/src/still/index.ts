export {
  parseStill,
  still,
  STILL_ELEMENT,
  STILL_FORMAT,
  type Still,
  type StillBuckets,
  type StillFile,
  type StillPoints,
  type StillSeries,
} from './still.ts'
export { stillLimits, stillRequest, type StillRequest } from './still-request.ts'
