import { RepriseError } from '../errors.ts'
import { type Int64, INT64_MAX, INT64_MIN, parseInt64, toInt64 } from '../int64.ts'
import type { EnumType, Field, FieldMap, FieldType, MessageOf, MessageType } from './field.ts'

const SEE_DOCS = 'See the API docs for more information about request parameters.'
const numericText = /^\s*[+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|inf(inity)?|nan)\s*$/i

/**
 * Turns parsed JSON into a typed message, with protobuf's leniency: numbers may be strings, strings may be
 * numbers, enums may be numbers, unknown fields and unknown enum names are ignored, null is absent.
 * Throws INVALID_PARAMETER_VALUE in MLflow's words, naming the parameter with its path.
 */
export function decodeMessage<Fields extends FieldMap>(type: MessageType<Fields>, value: unknown, path = ''): MessageOf<Fields> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw path === ''
      ? new RepriseError('BAD_REQUEST', `The request must be a JSON object, not ${describe(value)}.`)
      : invalidValue(value, path)
  }
  const message: Record<string, unknown> = {}
  for (const name of Object.keys(type.fields)) {
    const decoded = decodeField(
      type.fields[name] as Field,
      (value as Record<string, unknown>)[name],
      path === '' ? name : `${path}.${name}`,
    )
    if (decoded !== undefined) message[name] = decoded
  }
  return message as MessageOf<Fields>
}

function decodeField(field: Field, value: unknown, path: string): unknown {
  if (field.presence === 'repeated') {
    if (value === undefined || value === null) return []
    if (!Array.isArray(value)) throw invalidValue(value, path)
    return value.map((item, index) => decodeValue(field.type, item, `${path}[${index}]`)).filter((item) => item !== undefined)
  }
  const isAbsent = value === undefined || value === null || (value === '' && field.presence === 'required')
  const decoded = isAbsent ? undefined : decodeValue(field.type, value, path)
  if (field.presence === 'required' && decoded === undefined) throw missingValue(path)
  return decoded
}

function decodeValue(type: FieldType, value: unknown, path: string): unknown {
  if (typeof type === 'object') return type.kind === 'enum' ? decodeEnum(type, value) : decodeMessage(type, value, path)
  switch (type) {
    case 'string':
      return decodeString(value, path)
    case 'int64':
      return decodeInt64(value, path)
    case 'int32':
      return decodeInt32(value, path)
    case 'double':
      return decodeDouble(value, path)
    case 'bool':
      return decodeBool(value, path)
    case 'json':
      return value
    default:
      return type satisfies never
  }
}

function decodeEnum(type: EnumType, value: unknown): string | undefined {
  if (typeof value === 'string' && Object.hasOwn(type.values, value)) return value
  const number = Number(value)
  return Object.keys(type.values).find((name) => type.values[name] === number)
}

export function decodeString(value: unknown, path: string): string {
  // Half of a surrogate pair is no character: no database stores it, and not all would say so.
  if (typeof value === 'string' && value.isWellFormed()) return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw invalidValue(value, path)
}

export function decodeInt64(value: unknown, path: string): Int64 {
  if (Number.isSafeInteger(value)) return value as number
  if (typeof value === 'bigint' && value >= INT64_MIN && value <= INT64_MAX) return toInt64(value)
  const parsed = typeof value === 'string' ? (parseInt64(value) ?? integerOfDouble(value)) : undefined
  if (parsed === undefined) throw invalidValue(value, path)
  return parsed
}

function integerOfDouble(text: string): number | undefined {
  const number = numericText.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(number) ? number : undefined
}

function decodeInt32(value: unknown, path: string): number {
  const decoded = decodeInt64(value, path)
  if (typeof decoded === 'bigint' || Math.abs(decoded) > 2 ** 31) throw invalidValue(value, path)
  return decoded
}

export function decodeDouble(value: unknown, path: string): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'string' || !numericText.test(value)) throw invalidValue(value, path)
  return parseDouble(value.trim().toLowerCase())
}

function parseDouble(text: string): number {
  const unsigned = text.replace(/^[+-]/, '')
  if (unsigned === 'nan') return Number.NaN
  if (unsigned.startsWith('inf')) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return Number(text)
}

function decodeBool(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 'True') return true
  if (value === 'false' || value === 'False') return false
  throw invalidValue(value, path)
}

/** MLflow's words for a parameter that is not there. */
export function missingValue(path: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `Missing value for required parameter '${path}'. ${SEE_DOCS}`)
}

/** MLflow's words for a parameter of the wrong type. */
export function invalidValue(value: unknown, path: string): RepriseError {
  const shown = excerpt(JSON.stringify(value) ?? String(value))
  return new RepriseError(
    'INVALID_PARAMETER_VALUE',
    `Invalid value ${shown} for parameter '${path}' supplied:  Hint: Value was of type '${describe(value)}'. ${SEE_DOCS}`,
  )
}

/** A value short enough for a message. */
export function excerpt(text: string, length = 200): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`
}

function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'object') return 'dict'
  if (typeof value === 'string') return 'str'
  if (typeof value === 'boolean') return 'bool'
  return Number.isInteger(value) ? 'int' : 'float'
}
