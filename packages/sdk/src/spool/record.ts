import { encodeJson, type InputOfOperation, parseWireJson } from '@reprise/protocol'
import { crc32 } from './crc32.ts'

/** The first frame of a spool file. */
export interface SpoolHeader {
  readonly format: 'reprise-spool'
  readonly version: 1
  /** 32 lower-case hexadecimal digits: the first half of its idempotency keys. */
  readonly writer: string
  /** URL of the server the records are for. */
  readonly server: string
  /** Milliseconds since 1970. */
  readonly created: number
}

/** Something to be done on the server, once. */
export type SpoolRecord = {
  readonly [Name in keyof SpoolRequests]: {
    /** From 1, growing by one: the second half of the idempotency key. */
    readonly sequence: number
    readonly operation: Name
    readonly request: SpoolRequests[Name]
  }
}[keyof SpoolRequests]

export interface SpoolRequests {
  /** `experiment_name` instead of an id when the server could not be asked for the id yet. */
  readonly createRun: Omit<InputOfOperation<'createRun'>, 'experiment_id'> & {
    readonly experiment_id?: string | undefined
    readonly experiment_name?: string | undefined
  }
  readonly updateRun: InputOfOperation<'updateRun'>
  readonly logBatch: InputOfOperation<'logBatch'>
  readonly logInputs: InputOfOperation<'logInputs'>
  readonly logDatasetOutputs: InputOfOperation<'logDatasetOutputs'>
  readonly uploadArtifact: SpooledArtifact
}

export interface SpooledArtifact {
  readonly run_id: string
  /** Where the artifact goes, relative to the run's artifacts. */
  readonly path: string
  /** Name of the file that holds its bytes, in the writer's folder of files. */
  readonly file: string
}

/** Bytes before the JSON text of a frame: its length and its CRC-32, both unsigned 32-bit little-endian. */
export const FRAME_PREFIX = 8
/** No frame is longer; a longer length is damage. */
const LONGEST_FRAME = 64 * 1024 * 1024

/** One frame of a spool file: length, CRC-32, JSON text. */
export function encodeFrame(content: SpoolHeader | SpoolRecord): Uint8Array {
  const json = encodeJson(content)
  const frame = new Uint8Array(FRAME_PREFIX + json.length)
  const view = new DataView(frame.buffer)
  view.setUint32(0, json.length, true)
  view.setUint32(4, crc32(json), true)
  frame.set(json, FRAME_PREFIX)
  return frame
}

/** Length of the JSON text, undefined when no frame begins like this. */
export function lengthOfFrame(prefix: Uint8Array): number | undefined {
  if (prefix.length < FRAME_PREFIX) return undefined
  const length = new DataView(prefix.buffer, prefix.byteOffset).getUint32(0, true)
  return length === 0 || length > LONGEST_FRAME ? undefined : length
}

/** What a frame holds, undefined when it is torn or damaged. */
export function decodeFrame(frame: Uint8Array): unknown {
  const length = lengthOfFrame(frame)
  if (length === undefined || frame.length < FRAME_PREFIX + length) return undefined
  const json = frame.subarray(FRAME_PREFIX, FRAME_PREFIX + length)
  const expected = new DataView(frame.buffer, frame.byteOffset).getUint32(4, true)
  return crc32(json) === expected ? parseWireJson(json) : undefined
}
