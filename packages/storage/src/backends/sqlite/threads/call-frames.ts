import { operations, type OperationName } from '@reprise/protocol'
import type { IngestBatch, NamedPoints, PlainBatch } from '../../../ingest/index.ts'
import { FramePool } from './frame-pool.ts'
import type { CallFrame } from './frames.ts'

const operationNames = Object.keys(operations) as OperationName[]
const numbers = new Map(operationNames.map((name, index) => [name, index]))

/** Everything begins at a multiple of this, so that columns can be read where they stand. */
const ALIGNMENT = 8
/** Id and length of the payload: 4 bytes each; length of the key: 2; operation and form: 1 each. */
const CALL_HEAD = 16
const JSON_FORM = 0
const POINTS_FORM = 1
/** How many points: 4 bytes; how many names, and how long the run's id is: 2 each. */
const POINTS_HEAD = 8
/** Three columns of doubles, and one of places. */
const BYTES_PER_POINT = 3 * 8 + 2

/** A call as it comes in. */
export interface IncomingCall {
  readonly id: number
  readonly name: OperationName
  readonly idempotencyKey: string | undefined
  readonly request: Uint8Array
  /** The request, when it was read already. */
  readonly plain: PlainBatch | undefined
}

/** Calls on their way to the writer's thread. */
export interface CallsMessage {
  readonly frame: ArrayBuffer
  /** Bytes of the frame that are used. */
  readonly length: number
}

/** Packs calls, as they come in, into memory that is handed over and not copied: a hundred small requests cost one message. */
export class CallPacker {
  readonly pool = new FramePool()
  #frame: Buffer<ArrayBuffer> | undefined
  #at = 0

  get isEmpty(): boolean {
    return this.#at === 0
  }

  /** Copies a call: afterwards nobody needs its request or its points any more. */
  add({ id, name, idempotencyKey = '', request, plain }: IncomingCall): void {
    const length = plain === undefined ? request.length : sizeOf(plain)
    const end = this.#at + align(CALL_HEAD + length + idempotencyKey.length)
    const frame = this.#reserve(end)
    frame.writeUInt32LE(id, this.#at)
    frame.writeUInt32LE(length, this.#at + 4)
    frame.writeUInt16LE(idempotencyKey.length, this.#at + 8)
    frame.writeUInt8(numbers.get(name) ?? 0, this.#at + 10)
    frame.writeUInt8(plain === undefined ? JSON_FORM : POINTS_FORM, this.#at + 11)
    const start = this.#at + CALL_HEAD
    if (plain === undefined) frame.set(request, start)
    else writePlain(frame, start, plain)
    frame.write(idempotencyKey, start + length, 'latin1')
    this.#at = end
  }

  #reserve(bytes: number): Buffer<ArrayBuffer> {
    const old = this.#frame
    if (old !== undefined && old.length >= bytes) return old
    const frame = Buffer.from(this.pool.take(old === undefined ? bytes : bytes * 2))
    if (old !== undefined) {
      frame.set(old.subarray(0, this.#at))
      this.pool.giveBack(old.buffer)
    }
    return (this.#frame = frame)
  }

  /** What was packed, to be handed over; the next call begins a new frame. */
  take(): CallsMessage {
    const message = { frame: this.#frame?.buffer ?? new ArrayBuffer(0), length: this.#at }
    this.#frame = undefined
    this.#at = 0
    return message
  }
}

/** The calls of a frame, in their order: views of it, which hold until it is given back. */
export function unpackCalls({ frame, length }: CallsMessage): CallFrame[] {
  const buffer = Buffer.from(frame, 0, length)
  const calls: CallFrame[] = []
  for (let at = 0; at < length;) {
    const start = at + CALL_HEAD
    const end = start + buffer.readUInt32LE(at + 4)
    const keyEnd = end + buffer.readUInt16LE(at + 8)
    const payload = buffer.subarray(start, end)
    const isPlain = buffer.readUInt8(at + 11) === POINTS_FORM
    calls.push({
      id: buffer.readUInt32LE(at),
      name: operationNames[buffer.readUInt8(at + 10)] as OperationName,
      idempotencyKey: end === keyEnd ? undefined : buffer.toString('latin1', end, keyEnd),
      request: isPlain ? NOTHING : payload,
      batch: isPlain ? readPlain(payload) : undefined,
    })
    at = align(keyEnd)
  }
  return calls
}

const NOTHING = new Uint8Array(0)
const noTags: ReadonlyMap<string, string> = new Map()

function sizeOf({ runUuid, points: { names, places } }: PlainBatch): number {
  return POINTS_HEAD + places.length * BYTES_PER_POINT + runUuid.length + names.reduce((sum, name) => sum + 1 + name.length, 0)
}

function writePlain(frame: Buffer<ArrayBuffer>, start: number, { runUuid, points }: PlainBatch): void {
  const count = points.places.length
  let at = frame.writeUInt32LE(count, start)
  at = frame.writeUInt16LE(points.names.length, at)
  at = frame.writeUInt16LE(runUuid.length, at)
  for (const column of [points.steps, points.timestamps, points.values]) {
    new Float64Array(frame.buffer, at, count).set(column as Float64Array)
    at += count * 8
  }
  new Uint16Array(frame.buffer, at, count).set(points.places)
  at += count * 2
  at += frame.write(runUuid, at, 'latin1')
  for (const name of points.names) {
    frame[at] = name.length
    at += 1 + frame.write(name, at + 1, 'latin1')
  }
}

function readPlain(payload: Buffer<ArrayBuffer>): IngestBatch {
  const count = payload.readUInt32LE(0)
  const { buffer, byteOffset } = payload
  const column = (index: number): Float64Array => new Float64Array(buffer, byteOffset + POINTS_HEAD + index * count * 8, count)
  const placesStart = POINTS_HEAD + count * 3 * 8
  let at = placesStart + count * 2
  const runUuid = payload.toString('latin1', at, (at += payload.readUInt16LE(6)))
  const names = Array.from({ length: payload.readUInt16LE(4) }, () => {
    const length = payload[at] as number
    return payload.toString('latin1', at + 1, (at += 1 + length))
  })
  const places = new Uint16Array(buffer, byteOffset + placesStart, count)
  const points: NamedPoints = { names, places, steps: column(0), timestamps: column(1), values: column(2) }
  return { runUuid, points, params: [], tags: noTags, kind: 'batch' }
}

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
}
