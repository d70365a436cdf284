import { type HashAlgorithm, hashAlgorithms, type Hashes, isHashAlgorithm } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'
import { findPathProblem } from '../paths/find-path-problem.ts'
import { isPathText } from '../paths/path-text.ts'

/** Levels of JSON in metadata; more would exhaust the stack of whoever prints them. */
export const DEEPEST = 64
/** Milliseconds since 1970 of the last date that JavaScript knows. */
const LATEST = 8.64e15
/** Hexadecimal digits of a digest. */
const digits = { md5: 32, sha1: 40, sha256: 64, sha512: 128 } as const satisfies Record<HashAlgorithm, number>
const hexadecimal = /^[0-9a-f]+$/

export type JsonObject = Readonly<Record<string, unknown>>

/** Reads one JSON object of a manifest, and says where it is not what it should be: `data.json, files[3]: size_bytes is "x", …`. */
export class JsonReader {
  readonly #object: JsonObject
  /** `FILE, line 3`. */
  readonly where: string

  constructor(value: unknown, where: string) {
    this.where = where
    if (!isObject(value)) throw this.error(`${show(value)} is no JSON object`)
    this.#object = value
  }

  error(what: string, hint?: string): RepriseError {
    return new RepriseError('INVALID_PARAMETER_VALUE', `${this.where}: ${what}.`, hint === undefined ? {} : { hint })
  }

  has(name: string): boolean {
    return this.#object[name] !== undefined && this.#object[name] !== null
  }

  raw(name: string): unknown {
    return this.#object[name]
  }

  text(name: string): string {
    const value = this.#object[name]
    if (typeof value === 'string') return value
    throw this.error(`${name} is ${show(value)}, not a text`)
  }

  count(name: string): number {
    const value = this.#object[name]
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
    throw this.error(`${name} is ${show(value)}, not a whole number from 0 on`)
  }

  number(name: string): number {
    const value = this.#object[name]
    if (typeof value === 'number' && Number.isFinite(value)) return value
    throw this.error(`${name} is ${show(value)}, not a number`)
  }

  /** Milliseconds since 1970, as far as dates reach. */
  time(name: string): number {
    const value = this.number(name)
    if (Math.abs(value) <= LATEST) return value
    throw this.error(`${name} is ${show(value)}, which is no time`)
  }

  texts(name: string): string[] {
    const value = this.#object[name]
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value
    throw this.error(`${name} is ${show(value)}, not a list of texts`)
  }

  list(name: string): readonly unknown[] {
    const value = this.#object[name]
    if (Array.isArray(value)) return value
    throw this.error(`${name} is ${show(value)}, not a list`)
  }

  object(name: string): JsonReader {
    return new JsonReader(this.#object[name], `${this.where}, ${name}`)
  }

  /** A path that stays below the folder, in the one way in which it is written. */
  path(name: string): string {
    const text = this.text(name)
    const problem = findPathProblem(text)
    if (problem === undefined) return text
    throw this.error(`${name} ${show(text)} ${problem}`, 'Paths of a manifest are relative and stay below its folder.')
  }

  /** A text that is written as paths are, and may be any. */
  escaped(name: string): string {
    const text = this.text(name)
    if (isPathText(text)) return text
    throw this.error(`${name} ${show(text)} is not written as paths are`)
  }

  /** The digests whose algorithms are known; at least one. */
  hashes(name: string): Hashes {
    const held = this.object(name)
    const hashes: Partial<Record<HashAlgorithm, string>> = {}
    for (const algorithm of hashAlgorithms) {
      if (!held.has(algorithm)) continue
      const digest = held.text(algorithm).toLowerCase()
      if (digest.length !== digits[algorithm] || !hexadecimal.test(digest)) {
        throw held.error(`${algorithm} is ${show(digest)}, not ${digits[algorithm]} hexadecimal digits`)
      }
      hashes[algorithm] = digest
    }
    if (Object.keys(hashes).length > 0) return hashes
    throw held.error(`there is none of ${hashAlgorithms.join(', ')}`)
  }

  algorithms(name: string): HashAlgorithm[] {
    const known = this.texts(name).filter(isHashAlgorithm)
    if (known.length > 0) return hashAlgorithms.filter((algorithm) => known.includes(algorithm))
    throw this.error(`${name} has none of ${hashAlgorithms.join(', ')}`)
  }

  metadata(name: string): JsonObject {
    if (!this.has(name)) return {}
    const value = this.#object[name]
    if (!isObject(value)) throw this.error(`${name} is ${show(value)}, not a JSON object`)
    if (depthOf(value) > DEEPEST) throw this.error(`${name} has more than ${DEEPEST} levels`)
    return value
  }
}

/** Levels of objects and lists, counted without recursion and only as far as it matters. */
export function depthOf(value: unknown): number {
  let level = [value]
  for (let depth = 0; depth <= DEEPEST; depth++) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
    if (level.length === 0) return depth
  }
  return DEEPEST + 1
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const SHOWN = 80

function show(value: unknown): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  // What is too large for a number is read as one without end.
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
