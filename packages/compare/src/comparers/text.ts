import type { CompareContext, Comparer } from '../comparer.ts'
import type { Comparison } from '../comparison.ts'
import { createTally } from '../numbers/tally.ts'
import { addNumbers, splitNumbers } from '../text/compare-lexemes.ts'
import { decodeText, excerpt, looksLikeText } from '../text/decode-text.ts'
import { sameInOtherOrder } from '../text/order.ts'
import { replacePassing, saysMore } from '../text/passing.ts'

/** UTF-8 text, line by line: times, durations, addresses, uuids and the folders of paths say nothing, and numbers may be within the tolerance. */
export const textComparer: Comparer = {
  name: 'text',
  takes: ({ bytes }) => looksLikeText(bytes),
  compare: compareTexts,
}

function compareTexts(a: Uint8Array, b: Uint8Array, { tolerance, settings }: CompareContext): Comparison {
  const [first, second] = [toLines(a), toLines(b)]
  const tally = createTally(tolerance)
  let ignored: number | undefined
  for (let index = 0; index < Math.max(first.length, second.length); index++) {
    addLines([first[index], second[index]], index)
  }
  return { rung: tally.rung(), comparer: 'text', evidence: tally.evidence(), notes: notesOn([first, second], ignored), ...tally.marks() }

  function addLines([lineA, lineB]: readonly [string | undefined, string | undefined], index: number): void {
    const place = (): string => `line ${index + 1}`
    if (lineA === lineB) return saysMore(lineA ?? '') ? tally.addCanonical() : undefined
    if (lineA === undefined || lineB === undefined) {
      return tally.addExact(false, () => ({
        place: place(),
        a: lineA === undefined ? 'the end' : excerpt(lineA),
        b: lineB === undefined ? 'the end' : excerpt(lineB),
      }))
    }
    const [bareA, bareB] = [replacePassing(lineA, settings[0]), replacePassing(lineB, settings[1])]
    if (bareA !== lineA && bareB !== lineB) ignored ??= index
    if (bareA === bareB && !saysMore(bareA)) return tally.addPassing()
    const [partsA, partsB] = [splitNumbers(bareA), splitNumbers(bareB)]
    if (partsA.between !== partsB.between || partsA.numbers.length !== partsB.numbers.length) {
      return tally.addExact(false, () => ({ place: place(), a: excerpt(lineA), b: excerpt(lineB) }))
    }
    if (partsA.numbers.length === 0) return tally.addCanonical()
    partsA.numbers.forEach((number, at) => addNumbers(tally, [number, partsB.numbers[at] ?? ''], place))
  }
}

function toLines(bytes: Uint8Array): string[] {
  return decodeText(bytes).split(/\r?\n/)
}

function notesOn([a, b]: readonly [readonly string[], readonly string[]], ignored: number | undefined): string[] {
  return [
    ...(sameInOtherOrder(a, b) ? ['the same lines in another order'] : []),
    ...(ignored === undefined
      ? []
      : [
          `times, durations, paths and ids were left out of account, first in line ${ignored + 1}: ${excerpt(a[ignored] ?? '')} against ${excerpt(b[ignored] ?? '')}`,
        ]),
  ]
}
