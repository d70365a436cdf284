import type { Prompt } from './read-prompt.ts'
import { readWords, stem } from './words.ts'

/** What it knows of a label by its name, without being told: little, as small models do. */
const general: Readonly<Record<string, string>> = {
  billing: 'bill payment money',
  shipping: 'ship delivery parcel',
  returns: 'return back',
  account: 'account login',
  technical: 'error crash',
  sales: 'sale buy price',
}
const weights = { general: 1, instruction: 2, demonstration: 1 }

/**
 * Chooses the label that the words of the question speak for. What words speak for is taken from the prompt: from sentences of the instruction that name a
 * label, and from demonstrations; and a little from {@link general}. A word that speaks for several labels counts for each in proportion.
 */
export function classify({ instruction, demonstrations, question }: Prompt, labels: readonly string[]): string {
  const evidence = new Map<string, Map<string, number>>()
  const learn = (text: string, label: string, weight: number): void => {
    for (const word of new Set(readWords(text).map(stem))) {
      const found = evidence.get(word) ?? new Map<string, number>()
      evidence.set(word, found.set(label, (found.get(label) ?? 0) + weight))
    }
  }
  for (const label of labels) learn(`${label} ${general[label] ?? ''}`, label, weights.general)
  for (const sentence of instruction.split(/(?<=[.;!?])\s+|\n/)) {
    const named = labels.filter((label) => new RegExp(`\\b${label}\\b`, 'i').test(sentence))
    if (named.length === 1) learn(sentence, named[0] ?? '', weights.instruction)
  }
  for (const { question: shown, answer } of demonstrations) {
    const label = labels.find((candidate) => answer.toLowerCase().includes(`: ${candidate.toLowerCase()}`))
    if (label !== undefined) learn(shown, label, weights.demonstration)
  }
  const scores = labels.map((label) => scoreOf(question, label, evidence))
  return labels[scores.indexOf(Math.max(...scores))] ?? ''
}

function scoreOf(question: string, label: string, evidence: ReadonlyMap<string, ReadonlyMap<string, number>>): number {
  return readWords(question).reduce((score, word) => {
    const found = evidence.get(stem(word))
    if (found === undefined) return score
    const all = [...found.values()].reduce((sum, weight) => sum + weight, 0)
    return score + (found.get(label) ?? 0) / (all + 1)
  }, 0)
}
