import { readWords } from './words.ts'

/** An example with the right answer in it, and what was answered. */
interface Scored {
  readonly input: Readonly<Record<string, unknown>>
  readonly prediction: Readonly<Record<string, unknown>>
  readonly score: number
}

const WORDS_PER_LABEL = 12

/** An instruction out of the scored examples in a prompt: the present one, and for each label the words that the examples of it have and others have not. */
export function writeRules(prompt: string): string {
  const examples = findScored(prompt)
  const current = /^Current Value: (.*)$/m.exec(prompt)?.[1] ?? ''
  const wordsOf = new Map<string, Set<string>>()
  for (const example of examples) {
    const answer = answerOf(example)
    if (answer === undefined) continue
    const words = wordsOf.get(answer.label) ?? new Set<string>()
    readText(example, answer.field).forEach((word) => words.add(word))
    wordsOf.set(answer.label, words)
  }
  const rules = [...wordsOf].map(([label, words]) => {
    const others = [...wordsOf].filter(([other]) => other !== label).map(([, found]) => found)
    const own = [...words].filter((word) => !others.some((found) => found.has(word))).slice(0, WORDS_PER_LABEL)
    return own.length === 0 ? '' : `What is about ${own.join(', ')} goes to ${label}.`
  })
  return [current.replace(/([^.])$/, '$1.'), ...rules].filter((part) => part !== '').join(' ')
}

/** What went wrong in the scored examples of a prompt, in a sentence each. */
export function writeFeedback(prompt: string): string {
  const examples = findScored(prompt)
  const wrong = examples.filter(({ score }) => score < 1)
  const told = wrong.map((example) => {
    const answer = answerOf(example)
    return answer === undefined ? 'One has no answer.' : `${String(example.prediction[answer.field])} should be ${answer.label}.`
  })
  return [`${wrong.length} of ${examples.length} answers are wrong.`, ...new Set(told)].join(' ')
}

/** The first JSON array in the prompt whose items have a score. */
function findScored(prompt: string): Scored[] {
  for (let start = prompt.indexOf('['); start !== -1; start = prompt.indexOf('[', start + 1)) {
    const found = parseFrom(prompt, start)
    if (Array.isArray(found) && found.length > 0 && found.every(isScored)) return found
  }
  return []
}

function parseFrom(text: string, start: number): unknown {
  for (let end = text.indexOf(']', start); end !== -1; end = text.indexOf(']', end + 1)) {
    try {
      return JSON.parse(text.slice(start, end + 1))
    } catch {
      // This bracket closes something inside: the next may be the one.
    }
  }
  return undefined
}

function isScored(value: unknown): value is Scored {
  if (typeof value !== 'object' || value === null) return false
  const { input, prediction, score } = value as Record<string, unknown>
  return typeof input === 'object' && input !== null && typeof prediction === 'object' && prediction !== null && typeof score === 'number'
}

/** The field that was to be answered: the one that is in the answer as well. */
function answerOf({ input, prediction }: Scored): { field: string; label: string } | undefined {
  const field = Object.keys(prediction).find((name) => typeof input[name] === 'string')
  return field === undefined ? undefined : { field, label: String(input[field]) }
}

function readText({ input }: Scored, answerField: string): string[] {
  return Object.entries(input).flatMap(([name, value]) => (name === answerField ? [] : readWords(String(value))))
}
