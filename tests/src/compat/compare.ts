import { isDeepStrictEqual } from 'node:util'
import { explanations } from './differences.ts'
import type { RecordedAnswer, Recording } from './differential.ts'

/** One request that two servers answered differently. */
export interface Difference {
  /** `scenario > exchange`. */
  readonly name: string
  readonly theirs: RecordedAnswer
  readonly ours: RecordedAnswer
  /** Name of the class in `differences.ts` that explains it; undefined is a mistake of ours. */
  readonly explanation: string | undefined
}

export interface Comparison {
  readonly requests: number
  readonly differences: readonly Difference[]
  /** Errors that are alike in status and code, but not in their text. */
  readonly otherWords: readonly Difference[]
  /** Explanations that name an exchange which does not differ any more. */
  readonly stale: readonly string[]
}

/** Compares two recordings of the same corpus; throws when one of them lacks a request. */
export function compareRecordings(theirs: Recording, ours: Recording): Comparison {
  const pairs = Object.entries(theirs.scenarios).flatMap(([scenario, answers]) =>
    Object.entries(answers).map(([exchange, answer]) => ({
      name: `${scenario} > ${exchange}`,
      theirs: answer,
      ours: find(ours, scenario, exchange),
    })),
  )
  const differing = pairs.filter((pair) => !isAlike(pair.theirs, pair.ours))
  const differences = differing.map((pair) => ({ ...pair, explanation: explain(pair) }))
  const otherWords = pairs.filter((pair) => !differing.includes(pair) && messageOf(pair.theirs) !== messageOf(pair.ours))
  return {
    requests: pairs.length,
    differences,
    otherWords: otherWords.map((pair) => ({ ...pair, explanation: undefined })),
    stale: findStale(differences),
  }
}

function find(recording: Recording, scenario: string, exchange: string): RecordedAnswer {
  const answer = recording.scenarios[scenario]?.[exchange]
  if (answer === undefined) throw new Error(`The recording of ${recording.server} has no '${scenario} > ${exchange}': record it again.`)
  return answer
}

/** Whether a client could not tell the two apart; the text of an error is for people and may differ, as may our hint beside it. */
function isAlike(theirs: RecordedAnswer, ours: RecordedAnswer): boolean {
  return (
    theirs.status === ours.status &&
    theirs.type === ours.type &&
    theirs.disposition === ours.disposition &&
    isDeepStrictEqual(withoutWords(theirs.body), withoutWords(ours.body))
  )
}

function withoutWords(body: RecordedAnswer['body']): unknown {
  if (typeof body !== 'object' || body === null || !('error_code' in body)) return body
  const { message: _message, hint: _hint, ...rest } = body
  return rest
}

/** The text of an error; empty for everything else. */
export function messageOf({ body }: RecordedAnswer): string {
  const message = typeof body === 'object' && body !== null && 'message' in body ? body['message'] : ''
  return typeof message === 'string' ? message : ''
}

function explain(pair: Omit<Difference, 'explanation'>): string | undefined {
  return explanations.find((one) => (one.exchanges?.includes(pair.name) ?? true) && one.holds(pair.theirs, pair.ours))?.name
}

function findStale(differences: readonly Difference[]): string[] {
  return explanations.flatMap(({ name, exchanges, sometimes }) =>
    (sometimes ? [] : (exchanges ?? []))
      .filter((exchange) => !differences.some((difference) => difference.name === exchange && difference.explanation === name))
      .map((exchange) => `${name}: ${exchange}`),
  )
}

/** For a person who has to mend it. */
export function formatDifference({ name, theirs, ours }: Difference): string {
  const format = (answer: RecordedAnswer) =>
    `${answer.status} ${answer.type} ${answer.disposition ?? ''} ${JSON.stringify(answer.body)}`.slice(0, 1500)
  return `${name}\n  ${theirs.request} ${JSON.stringify(theirs.sent ?? '')}\n  mlflow: ${format(theirs)}\n  ours:   ${format(ours)}`
}
