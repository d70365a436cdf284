import { formatFloat } from './floats.ts'
import { isMapping, isSequence, PythonDate, PythonSet, PythonTuple, type Value } from './value.ts'

/** What Python's `repr` prints: `'a'`, `True`, `None`, `1e-05`, `[1, 'x']`, `{'a': 1}`. */
export function repr(value: Value): string {
  if (value === null) return 'None'
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return formatFloat(value)
  if (value instanceof PythonDate) return reprDate(value)
  if (value instanceof PythonSet) return value.members.length === 0 ? 'set()' : `{${value.members.map(repr).join(', ')}}`
  if (isMapping(value)) return `{${[...value].map(([key, member]) => `${repr(key)}: ${repr(member)}`).join(', ')}}`
  if (!isSequence(value)) return ''
  const members = Array.from(value, repr).join(', ')
  if (!(value instanceof PythonTuple)) return `[${members}]`
  return value.length === 1 ? `(${members},)` : `(${members})`
}

/** What Python's `str` prints: a string as it is, a date in ISO form, everything else like {@link repr}. */
export function str(value: Value): string {
  if (typeof value === 'string') return value
  return value instanceof PythonDate ? value.text : repr(value)
}

function reprDate(value: PythonDate): string {
  const numbers = value.text.split(/\D+/).filter((part) => part !== '')
  return `datetime.${value.kind}(${numbers.map(Number).join(', ')})`
}

/** Everything that `str.isprintable` calls unprintable, and what a quoted string cannot hold as it is. */
const unprintable = /[\\\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replace(unprintable, escape)
  return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark
}

const shortEscapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escape(character: string): string {
  const short = shortEscapes[character]
  if (short !== undefined) return short
  const code = character.codePointAt(0) ?? 0
  if (code <= 0xff) return `\\x${hex(code, 2)}`
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0')
}
