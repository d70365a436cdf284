import { maskedCrc32c } from './crc32c.ts'
import { encodeEvent, type Event } from './event.ts'

/** Takes the bytes of an event file as they come, in order. */
export type EventSink = (bytes: Uint8Array) => void

/** Writes the scalars of a training as an event file that TensorBoard reads, also while it grows. */
export class EventLog {
  readonly #sink: EventSink
  readonly #now: () => number

  /** `now` gives milliseconds since 1970. */
  constructor(sink: EventSink, now: () => number = Date.now) {
    this.#sink = sink
    this.#now = now
    this.#write({ wall_time: now() / 1000, file_version: 'brain.Event:2' })
  }

  addScalars(scalars: Readonly<Record<string, number>>, step: number): void {
    this.#write({ wall_time: this.#now() / 1000, step, scalars })
  }

  #write(event: Event): void {
    this.#sink(frame(encodeEvent(event)))
  }
}

/** The name of an event file: TensorBoard looks for `tfevents` in it. */
export function nameEventFile(startedAt: number): string {
  return `events.out.tfevents.${Math.floor(startedAt / 1000)}.morphogenesis`
}

/** A record of a TFRecord file: length, its sum, data, their sum. */
function frame(data: Uint8Array): Uint8Array {
  const record = Buffer.alloc(data.length + 16)
  record.writeBigUInt64LE(BigInt(data.length), 0)
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, 8)), 8)
  record.set(data, 12)
  record.writeUInt32LE(maskedCrc32c(data), 12 + data.length)
  return record
}
