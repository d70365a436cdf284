import { Unreadable } from '../comparer.ts'
import { type Field, readMessage, readVarint } from './read-message.ts'

/** What one event of TensorBoard says of one tag, or of itself. */
export interface EventEntry {
  readonly step: number
  /** Of the value, or the kind of event. */
  readonly tag: string
  /** Of a scalar. */
  readonly scalar: number | undefined
  /** Everything else in it, without times. */
  readonly rest: Uint8Array
}

const text = new TextDecoder()
/** Length, its sum, and the sum of the data. */
const [BEFORE, AFTER] = [12, 4]
// tensorflow.Event, tensorflow.Summary.Value and tensorflow.TensorProto (event.proto, summary.proto, tensor.proto).
const event = { wallTime: 1, step: 2, version: 3, summary: 5, sourceMetadata: 10 }
const summaryValue = { tag: 1, simple: 2, tensor: 8, metadata: 9 }
const tensor = { type: 1, shape: 2, content: 4, floats: 5 }
const FLOAT = 1

/** Whether it begins as an event file does: with a record that says its version. */
export function looksLikeEvents(bytes: Uint8Array): boolean {
  return text.decode(bytes.subarray(0, 64)).includes('brain.Event:')
}

/** Reads an event file in its order. Throws {@link Unreadable} where it is none; of a record that was cut off nothing is read. */
export function readEvents(bytes: Uint8Array): EventEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: EventEntry[] = []
  for (let at = 0; at < bytes.length;) {
    const length = at + BEFORE <= bytes.length ? Number(view.getBigUint64(at, true)) : Infinity
    const end = at + BEFORE + length + AFTER
    if (end > bytes.length) {
      entries.push({ step: 0, tag: 'cut off', scalar: undefined, rest: bytes.subarray(0, 0) })
      return entries
    }
    for (const entry of readEvent(bytes.subarray(at + BEFORE, at + BEFORE + length))) entries.push(entry)
    at = end
  }
  return entries
}

function readEvent(bytes: Uint8Array): EventEntry[] {
  const fields = readMessage(bytes)
  const steps = fields.filter(({ number }) => number === event.step)
  const step = steps.length === 0 ? 0 : readVarint(steps.at(-1)?.bytes ?? bytes, 0).value
  const said = fields.filter(({ number }) => number !== event.step && number !== event.wallTime && number !== event.sourceMetadata)
  return said.flatMap((field) => {
    if (field.number !== event.summary) return [{ step, tag: nameEvent(field), scalar: undefined, rest: field.bytes }]
    return readMessage(field.bytes).map((value) => readValue(step, readMessage(value.bytes)))
  })
}

function nameEvent({ number }: Field): string {
  return number === event.version ? 'version' : `event of kind ${number}`
}

function readValue(step: number, fields: readonly Field[]): EventEntry {
  const tag = text.decode(fields.find(({ number }) => number === summaryValue.tag)?.bytes)
  const simple = fields.find(({ number }) => number === summaryValue.simple)?.bytes
  const found = fields.find(({ number }) => number === summaryValue.tensor)?.bytes
  const scalar = simple === undefined ? (found === undefined ? undefined : readScalarTensor(found)) : readFloat(simple)
  const rest = fields
    .filter(({ number }) => number !== summaryValue.tag && (scalar === undefined || !isNumberField(number)))
    .map(({ number, bytes }) => (number === summaryValue.metadata ? withoutTimes(bytes) : bytes))
  return { step, tag, scalar, rest: concatenate(rest) }
}

function isNumberField(number: number): boolean {
  return number === summaryValue.simple || number === summaryValue.tensor
}

function readFloat(bytes: Uint8Array): number {
  if (bytes.length !== 4) throw new Unreadable('a scalar in it is no number')
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getFloat32(0, true)
}

/** Newer writers keep scalars as tensors without dimensions. */
function readScalarTensor(bytes: Uint8Array): number | undefined {
  const fields = readMessage(bytes)
  const type = fields.find(({ number }) => number === tensor.type)?.bytes
  const shape = fields.find(({ number }) => number === tensor.shape)?.bytes
  const content = fields.find(({ number }) => number === tensor.content || number === tensor.floats)?.bytes
  if (type?.[0] !== FLOAT || (shape !== undefined && shape.length > 0) || content?.length !== 4) return undefined
  return readFloat(content)
}

// tensorboard.hparams.HParamsPluginData: when an experiment was made, and when a session began and ended.
const times: Readonly<Record<number, number>> = { 2: 3, 3: 5, 4: 2 }

/** The metadata of a value without the times that the plugin for hyperparameters writes into it. */
function withoutTimes(metadata: Uint8Array): Uint8Array {
  const plugin = readMessage(metadata).find(({ number }) => number === 1)
  const [name, content] = [1, 2].map((wanted) => readMessage(plugin?.bytes ?? metadata).find(({ number }) => number === wanted)?.bytes)
  if (text.decode(name) !== 'hparams' || content === undefined) return metadata
  return concatenate(
    readMessage(content).flatMap(({ number, bytes }) =>
      times[number] === undefined
        ? [bytes]
        : readMessage(bytes)
            .filter((inner) => inner.number !== times[number])
            .map((inner) => inner.bytes),
    ),
  )
}

/** With the length of each before it, so that other parts are never the same bytes. */
function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + 4 + length, 0))
  const view = new DataView(whole.buffer)
  let at = 0
  for (const part of parts) {
    view.setUint32(at, part.length)
    whole.set(part, at + 4)
    at += 4 + part.length
  }
  return whole
}
