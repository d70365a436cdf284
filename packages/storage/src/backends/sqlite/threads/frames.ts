import { operations, type OperationName } from '@reprise/protocol'

/** One call of an operation on its way to the writer. */
export interface CallFrame {
  readonly id: number
  readonly name: OperationName
  readonly idempotencyKey: string | undefined
  readonly request: Uint8Array
}

/** The answer to one call. Of the errors only what the caller may see crosses threads. */
export interface AnswerFrame {
  readonly id: number
  readonly outcome: Outcome
  /** Nothing when done. */
  readonly bytes: Uint8Array
}

/** `done` stands for the answer `{}`, which most writes have. */
export type Outcome = 'done' | 'answered' | 'failed'

const outcomes: readonly Outcome[] = ['done', 'answered', 'failed']
const names = Object.keys(operations) as OperationName[]
const numbers = new Map(names.map((name, index) => [name, index]))
const CALL_HEAD = 11
const ANSWER_HEAD = 9
const NO_BYTES = new Uint8Array(0)

/**
 * Packs calls into one buffer of their own: it is handed over, not copied, and a hundred small requests cost one
 * message. Bodies are often slices of a pooled buffer, which could not be handed over.
 */
export function packCalls(calls: readonly CallFrame[]): Uint8Array<ArrayBuffer> {
  const size = calls.reduce((sum, call) => sum + CALL_HEAD + keyBytes(call) + call.request.length, 0)
  const buffer = Buffer.from(new ArrayBuffer(size))
  let at = 0
  for (const call of calls) {
    const keyLength = keyBytes(call)
    at = buffer.writeUInt32LE(call.id, at)
    at = buffer.writeUInt8(numbers.get(call.name) ?? 0, at)
    at = buffer.writeUInt16LE(keyLength, at)
    at = buffer.writeUInt32LE(call.request.length, at)
    if (call.idempotencyKey !== undefined) at += buffer.write(call.idempotencyKey, at, 'latin1')
    buffer.set(call.request, at)
    at += call.request.length
  }
  return buffer
}

export function unpackCalls(frame: Uint8Array): CallFrame[] {
  const buffer = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)
  const calls: CallFrame[] = []
  for (let at = 0; at < buffer.length;) {
    const keyStart = at + CALL_HEAD
    const requestStart = keyStart + buffer.readUInt16LE(at + 5)
    const requestEnd = requestStart + buffer.readUInt32LE(at + 7)
    calls.push({
      id: buffer.readUInt32LE(at),
      name: names[buffer.readUInt8(at + 4)] as OperationName,
      idempotencyKey: requestStart === keyStart ? undefined : buffer.toString('latin1', keyStart, requestStart),
      request: buffer.subarray(requestStart, requestEnd),
    })
    at = requestEnd
  }
  return calls
}

export function packAnswers(answers: readonly AnswerFrame[]): Uint8Array<ArrayBuffer> {
  const size = answers.reduce((sum, answer) => sum + ANSWER_HEAD + answer.bytes.length, 0)
  const buffer = Buffer.from(new ArrayBuffer(size))
  let at = 0
  for (const answer of answers) {
    at = buffer.writeUInt32LE(answer.id, at)
    at = buffer.writeUInt8(outcomes.indexOf(answer.outcome), at)
    at = buffer.writeUInt32LE(answer.bytes.length, at)
    if (answer.bytes.length > 0) buffer.set(answer.bytes, at)
    at += answer.bytes.length
  }
  return buffer
}

export function unpackAnswers(frame: Uint8Array): AnswerFrame[] {
  const buffer = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)
  const answers: AnswerFrame[] = []
  for (let at = 0; at < buffer.length;) {
    const start = at + ANSWER_HEAD
    const end = start + buffer.readUInt32LE(at + 5)
    answers.push({
      id: buffer.readUInt32LE(at),
      outcome: outcomes[buffer.readUInt8(at + 4)] ?? 'failed',
      bytes: start === end ? NO_BYTES : new Uint8Array(buffer.subarray(start, end)),
    })
    at = end
  }
  return answers
}

function keyBytes(call: CallFrame): number {
  return call.idempotencyKey?.length ?? 0
}
