import type { RecordedAnswer } from './differential.ts'

/** A way in which Reprise means to answer differently from MLflow. */
export interface Explanation {
  readonly name: string
  readonly why: string
  /** The only exchanges (`scenario > exchange`) that it may explain; any when left out. */
  readonly exchanges?: readonly string[]
  holds(theirs: RecordedAnswer, ours: RecordedAnswer): boolean
}

export const explanations: readonly Explanation[] = [
  {
    name: 'error page',
    why: 'MLflow answers an unknown path or a wrong method with an HTML page; we answer the same status with the JSON of every other error.',
    holds: (theirs, ours) => theirs.type === 'text/html' && theirs.status === ours.status && isError(ours),
  },
  {
    name: 'crash',
    why: 'MLflow answers bad input with a 5xx or hangs up, after which its clients try again for minutes; we say where and why with a 4xx.',
    holds: (theirs, ours) => (theirs.status === 500 || theirs.status === 0) && isClientError(ours),
  },
]

function isError(answer: RecordedAnswer): boolean {
  return answer.type === 'application/json' && typeof answer.body === 'object' && answer.body !== null && 'error_code' in answer.body
}

function isClientError(answer: RecordedAnswer): boolean {
  return answer.status >= 400 && answer.status < 500 && isError(answer)
}
