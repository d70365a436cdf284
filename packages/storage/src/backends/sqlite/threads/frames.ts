import type { OperationName } from '@reprise/protocol'
import type { IngestBatch } from '../../../ingest/index.ts'

/** One call of an operation on its way to the writer. */
export interface CallFrame {
  readonly id: number
  readonly name: OperationName
  readonly idempotencyKey: string | undefined
  /** Nothing when the batch was read already. */
  readonly request: Uint8Array
  /** What the request asks for, when it was read where it came in. */
  readonly batch?: IngestBatch | undefined
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
const ANSWER_HEAD = 9
const NO_BYTES = new Uint8Array(0)

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
