import type { Tally } from '../numbers/tally.ts'

const number = /[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|(?<![\w.])[-+]?(?:nan|inf(?:inity)?)(?![\w.])/gi
const integer = /^[-+]?\d+$/
const wholeNumber = /^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|nan|inf(?:inity)?)$/i

/** Whether a text is one number, as programs print them. */
export function isNumber(text: string): boolean {
  return wholeNumber.test(text)
}

/** What is between the numbers of a text, and the numbers. */
export function splitNumbers(text: string): { between: string; numbers: string[] } {
  const numbers: string[] = []
  const between = text.replace(number, (match) => {
    numbers.push(match)
    return '\u0000'
  })
  return { between, numbers }
}

/** Holds two printed numbers against each other. Those that are printed as integers on both sides have to be the same. */
export function addNumbers(tally: Tally, [a, b]: readonly [string, string], place: () => string): void {
  if (a === b) return tally.addCanonical()
  if (integer.test(a) && integer.test(b)) return tally.addExact(BigInt(a) === BigInt(b), () => ({ place: place(), a, b }))
  const [first, second] = [toNumber(a), toNumber(b)]
  // More digits than a double holds are more than can be said to be the same.
  if (first === second && digitsOf(a) > 17 && digitsOf(b) > 17) return tally.addExact(false, () => ({ place: place(), a, b }))
  tally.addFloats(first, second, place)
}

function toNumber(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1
  if (/nan/i.test(text)) return NaN
  return /inf/i.test(text) ? sign * Infinity : Number(text)
}

function digitsOf(text: string): number {
  return text.replace(/e.*$/i, '').replace(/\D/g, '').replace(/^0+/, '').length
}
