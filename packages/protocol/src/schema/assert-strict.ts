import { RepriseError } from '../errors.ts'
import { excerpt } from './decode.ts'
import type { Field, FieldType, MessageType } from './field.ts'

/** How deep lists and objects may lie in one another in a field that takes any JSON. */
const DEEPEST = 32

/**
 * Refuses what {@link decodeMessage} lets pass for clients of MLflow: fields and names of enums that are not known, lists and texts beyond
 * their bounds, JSON that is nested so deep that it could not be written again. Throws INVALID_PARAMETER_VALUE with the place. What is of
 * another kind than the message says is left to `decodeMessage`.
 */
export function assertStrict(type: MessageType, value: unknown, path = ''): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  for (const [name, member] of Object.entries(value)) {
    const place = path === '' ? excerpt(name, 60) : `${path}.${excerpt(name, 60)}`
    if (!Object.hasOwn(type.fields, name)) {
      const known = Object.keys(type.fields).join(', ')
      throw refused(`Unknown parameter '${place}'.`, `There are: ${known}. A newer client may know more than this server.`)
    }
    if (member !== null) assertField(type.fields[name] as Field, member, place)
  }
}

function assertField({ type, presence, most = Number.POSITIVE_INFINITY }: Field, value: unknown, place: string): void {
  if (presence !== 'repeated') return assertValue(type, value, place, most)
  if (!Array.isArray(value)) return
  if (value.length > most) throw refused(`Parameter '${place}' has ${value.length} items; it may have ${most}.`)
  value.forEach((item: unknown, index) => assertValue(type, item, `${place}[${index}]`, Number.POSITIVE_INFINITY))
}

function assertValue(type: FieldType, value: unknown, place: string, most: number): void {
  if (type === 'string') {
    if (typeof value === 'string' && value.length > most)
      throw refused(`Parameter '${place}' has ${value.length} characters; it may have ${most}. It begins: ${excerpt(value, 60)}`)
  } else if (type === 'json') assertShallow(value, place, DEEPEST)
  else if (typeof type === 'object' && type.kind === 'message') assertStrict(type, value, place)
  else if (typeof type === 'object' && typeof value === 'string' && !Object.hasOwn(type.values, value)) {
    throw refused(
      `Invalid value ${JSON.stringify(excerpt(value, 60))} for parameter '${place}'.`,
      `It is one of ${Object.keys(type.values).join(', ')}.`,
    )
  }
}

function assertShallow(value: unknown, place: string, left: number): void {
  if (typeof value === 'string' && !value.isWellFormed()) throw refused(`Parameter '${place}' has a text with half of a surrogate pair.`)
  if (typeof value !== 'object' || value === null) return
  if (left === 0) throw refused(`Parameter '${place}' is nested more than ${DEEPEST} levels deep.`)
  for (const member of Object.values(value)) assertShallow(member, place, left - 1)
}

function refused(message: string, hint?: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message, hint === undefined ? {} : { hint })
}
