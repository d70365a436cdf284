import { RepriseError } from '@reprise/protocol/errors'
import { compareCodePoints } from './code-points.ts'
import { formatFloat } from './floats.ts'
import { isMapping, isSequence, PythonDate, PythonSet, typeName, type Mapping, type Scalar, type Value } from './value.ts'

export interface JsonOptions {
  /** Keys in the order of code points. */
  readonly sortKeys?: boolean
  /** Blanks per level; without it everything is on one line, separated by `", "` and `": "`. */
  readonly indent?: number
}

/**
 * What Python's `json.dumps` prints, byte for byte: hashes of folders, of stages and of run-cache entries are taken over it. Everything outside
 * `0x20–0x7e` is escaped, DEL too; floats are printed as `repr` does; NaN and Infinity by name.
 *
 * @throws RepriseError INVALID_PARAMETER_VALUE for dates, sets, and keys that cannot be sorted together
 */
export function jsonDumps(value: Value, options: JsonOptions = {}): string {
  return dump(value, options, '\n')
}

function dump(value: Value, options: JsonOptions, line: string): string {
  if (typeof value === 'string') return quoteJson(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return dumpFloat(value)
  if (value instanceof PythonDate || value instanceof PythonSet) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `Object of type ${typeName(value)} is not JSON serializable`)
  }
  const inner = options.indent === undefined ? line : line + ' '.repeat(options.indent)
  if (isMapping(value)) {
    const keys = options.sortKeys === true ? sortKeys(value) : [...value.keys()]
    const members = keys.map((key) => `${quoteJson(keyText(key))}: ${dump(value.get(key) ?? null, options, inner)}`)
    return enclose('{}', members, options.indent === undefined ? undefined : { line, inner })
  }
  if (!isSequence(value)) return ''
  const members = Array.from(value, (member) => dump(member, options, inner))
  return enclose('[]', members, options.indent === undefined ? undefined : { line, inner })
}

function enclose(brackets: string, members: readonly string[], breaks: { line: string; inner: string } | undefined): string {
  if (members.length === 0) return brackets
  if (breaks === undefined) return `${brackets[0]}${members.join(', ')}${brackets[1]}`
  return `${brackets[0]}${breaks.inner}${members.join(`,${breaks.inner}`)}${breaks.line}${brackets[1]}`
}

function dumpFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  return formatFloat(value)
}

function keyText(key: Scalar): string {
  if (typeof key === 'string') return key
  if (key instanceof PythonDate) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `keys must be str, int, float, bool or None, not ${key.kind}`)
  }
  return dump(key, {}, '')
}

function sortKeys(mapping: Mapping): Scalar[] {
  return [...mapping.keys()].sort(compareKeys)
}

function compareKeys(left: Scalar, right: Scalar): number {
  if (typeof left === 'string' && typeof right === 'string') return compareCodePoints(left, right)
  if (isNumber(left) && isNumber(right)) return left < right ? -1 : left > right ? 1 : 0
  const names = `'${typeName(left)}' and '${typeName(right)}'`
  throw new RepriseError('INVALID_PARAMETER_VALUE', `'<' not supported between instances of ${names}`)
}

function isNumber(key: Scalar): key is boolean | bigint | number {
  return typeof key === 'bigint' || typeof key === 'number' || typeof key === 'boolean'
}

const short: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** A string of JSON in ASCII, as Python's `json.dumps` writes it. */
export function quoteJson(text: string): string {
  if (!/[^\x20\x21\x23-\x5b\x5d-\x7e]/.test(text)) return `"${text}"`
  const escaped = text.replace(
    /[^\x20\x21\x23-\x5b\x5d-\x7e]/g,
    (unit) => short[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `"${escaped}"`
}
