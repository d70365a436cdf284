import { assertName } from '../names.ts'
import { endOfPlainText, isAt, type Pattern, text, toPattern } from './text.ts'

const QUOTE = 34
/** Names of more bytes are looked at by the general decoder, which knows how to refuse them. */
const LONGEST_NAME = 250
const REMEMBERED = 50_000

/**
 * Names of metrics that were found good, by number. Programs log the same names in the same order over and over, so the one that followed
 * the last name before is compared with first.
 */
export class NameTable {
  readonly #numbers = new Map<string, number>()
  readonly #patterns: Pattern[] = []
  /** What followed each name. */
  readonly #successors: number[] = []
  readonly names: string[] = []

  /** The number of the name that begins here and ends with a quote; -1 when it is not a plain and good one. */
  find(at: number, last: number): number {
    const guess = this.#successors[last]
    if (guess !== undefined && isAt(at, this.#patterns[guess] as Pattern) && text[at + this.lengthOf(guess)] === QUOTE) return guess
    const end = endOfPlainText(at, LONGEST_NAME)
    if (end < 0) return -1
    const name = text.toString('latin1', at, end)
    const number = this.#numbers.get(name) ?? this.#add(name)
    if (last >= 0 && number >= 0) this.#successors[last] = number
    return number
  }

  #add(name: string): number {
    try {
      assertName(name, 'Metric name', '')
    } catch {
      return -1
    }
    const number = this.names.push(name) - 1
    this.#patterns.push(toPattern(name))
    this.#successors.push(number)
    this.#numbers.set(name, number)
    return number
  }

  /** In bytes, of which each is a character. */
  lengthOf(number: number): number {
    return (this.#patterns[number] as Pattern).length
  }

  /** To be called between two requests: what was read of the last one is of no use afterwards. */
  forgetIfFull(): void {
    if (this.names.length < REMEMBERED) return
    this.#numbers.clear()
    for (const list of [this.#successors, this.#patterns, this.names]) list.length = 0
  }
}
