import type { ConfigValue } from './document.ts'

/** What an option is read as. */
export type Setting = string | number | boolean | readonly string[]

/** What is wrong with an option. */
export class WrongOption extends Error {}

/** Reads the value of an option; throws {@link WrongOption}. */
export type OptionCheck = (value: ConfigValue) => Setting

export const text: OptionCheck = (value) => {
  if (typeof value === 'string') return value
  throw new WrongOption('expected str')
}

export const lower: OptionCheck = (value) => String(text(value)).toLowerCase()

export const bool: OptionCheck = (value) => {
  const word = typeof value === 'string' ? value.toLowerCase() : ''
  if (word !== 'true' && word !== 'false') throw new WrongOption('expected true or false')
  return word === 'true'
}

export const boolOrText: OptionCheck = (value) => (typeof value === 'string' && /^(?:true|false)$/i.test(value) ? bool(value) : text(value))

export const integer: OptionCheck = (value) => {
  if (typeof value !== 'string' || !/^\s*[-+]?\d+(?:_\d+)*\s*$/.test(value)) throw new WrongOption('expected int')
  return Number(value.replaceAll('_', ''))
}

export const count: OptionCheck = (value) => atLeast(1, integer(value))

export const seconds: OptionCheck = (value) => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
  if (Number.isNaN(number)) throw new WrongOption('expected float')
  return atLeast(0, number)
}

function atLeast(least: number, value: Setting): Setting {
  if (Number(value) < least) throw new WrongOption(`value must be at least ${least}`)
  return value
}

export function oneOf(...choices: readonly string[]): OptionCheck {
  return (value) => {
    const word = lower(value)
    if (typeof word === 'string' && choices.includes(word)) return word
    throw new WrongOption(`expected one of ${choices.join(', ')}`)
  }
}

const linkTypes = ['reflink', 'hardlink', 'symlink', 'copy']

export const links: OptionCheck = (value) => {
  const types = typeof value === 'string' ? value.split(',').map((type) => type.trim()) : value
  const unsupported = types.filter((type) => !linkTypes.includes(type))
  if (unsupported.length > 0) throw new WrongOption(`Unsupported cache type(s): ${unsupported.join(', ')}`)
  return types
}
