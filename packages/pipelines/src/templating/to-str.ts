import { quoteShell } from '../commands/index.ts'
import { isMapping, isSequence, str, type Mapping, type Sequence, type Value } from '../python/index.ts'
import { TemplateError } from './errors.ts'

/** The `parsing` section of the configuration: how dictionaries become command-line options. */
export interface ParsingOptions {
  /** `store_true` leaves a false option out, `boolean_optional` writes `--no-NAME`. */
  readonly bool?: string
  /** `nargs` writes `--l 1 2`, `append` writes `--l 1 --l 2`. */
  readonly list?: string
}

/** What a value becomes inside a string: booleans in lower case, dictionaries as command-line options, everything else as Python prints it. */
export function toStr(value: Value, options: ParsingOptions = {}): string {
  if (typeof value === 'boolean') return String(value)
  if (!isMapping(value)) return str(value)
  return flatten(value)
    .flatMap(([key, member]) => toOptions(key, member, options))
    .join(' ')
}

function toOptions(key: string, value: Value, options: ParsingOptions): string[] {
  if (value === true) return [`--${key}`]
  if (value === false) return options.bool === 'boolean_optional' ? [`--no-${key}`] : []
  if (!isSequence(value)) return [`--${key} ${typeof value === 'string' ? quoteShell(value) : str(value)}`]
  return listOptions(key, value, options.list === 'append')
}

function listOptions(key: string, items: Sequence, append: boolean): string[] {
  return Array.from(items, (item, index) => {
    if (isSequence(item) || isMapping(item)) throw new TemplateError('syntax', `Cannot interpolate nested iterable in '${key}'`)
    const text = typeof item === 'string' ? quoteShell(item) : str(item)
    return append || index === 0 ? `--${key} ${text}` : text
  })
}

/** Nested keys joined by dots; empty dictionaries vanish. */
function flatten(mapping: Mapping, prefix = ''): [string, Value][] {
  return [...mapping].flatMap(([key, value]) => {
    const name = prefix + str(key)
    return isMapping(value) ? flatten(value, `${name}.`) : [[name, value] as [string, Value]]
  })
}
