import type { Tally } from '../numbers/tally.ts'

/** A number, a unit behind it or not; digits within a word, such as those of a digest or a version, are part of it. */
const number = /(?<![\w.])[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?(?!\d|\.\d)|(?<![\w.])[-+]?(?:nan|inf(?:inity)?)(?![\w.])/gi
const integer = /^[-+]?\d+$/
const wholeNumber = /^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|nan|inf(?:inity)?)$/i
/** `007` is a name, `0.7` a number. */
const padded = /^[-+]?0\d/

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
  const differ = (): void => tally.addExact(false, () => ({ place: place(), a, b }))
  if (padded.test(a) || padded.test(b)) return differ()
  if (integer.test(a) && integer.test(b)) return tally.addExact(BigInt(a) === BigInt(b), () => ({ place: place(), a, b }))
  const [first, second] = [toNumber(a), toNumber(b)]
  // What does not fit a double, or has more digits than it holds, can not be said to be the same.
  if (isBeyondDouble(a, first) || isBeyondDouble(b, second)) return differ()
  if (first === second && digitsOf(a) > 17 && digitsOf(b) > 17) return differ()
  tally.addFloats(first, second, place)
}

function toNumber(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1
  if (/nan/i.test(text)) return NaN
  return /inf/i.test(text) ? sign * Infinity : Number(text)
}

function isBeyondDouble(text: string, value: number): boolean {
  if (/[ni]/i.test(text)) return false
  return !Number.isFinite(value) || (value === 0 && /[1-9]/.test(text.replace(/e.*$/i, '')))
}

function digitsOf(text: string): number {
  return text.replace(/e.*$/i, '').replace(/\D/g, '').replace(/^0+/, '').length
}
