import { PythonDate } from '../../python/index.ts'
import { YamlError } from '../scanning/errors.ts'
import type { ScalarNode } from './nodes.ts'

/** Reads an integer: `0b11`, `0x1f`, `0o17`, `1_000`; `012` is 12, and octal or sexagesimal only in YAML 1.1. */
export function readInteger(node: ScalarNode, version11: boolean): bigint {
  const digits = node.value.replaceAll('_', '')
  const negative = digits.startsWith('-')
  const magnitude = readMagnitude(digits.replace(/^[-+]/, ''), version11)
  if (magnitude === undefined) throw new YamlError(`'${node.value}' is no integer`, node.mark)
  return negative ? -magnitude : magnitude
}

function readMagnitude(digits: string, version11: boolean): bigint | undefined {
  if (/^0(?:b[01]+|o[0-7]+|x[0-9a-fA-F]+)$/.test(digits)) return BigInt(digits)
  if (version11 && /^0[0-7]+$/.test(digits)) return BigInt(`0o${digits.slice(1)}`)
  if (version11 && /^\d+(?::\d+)+$/.test(digits)) return digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n)
  return /^\d+$/.test(digits) ? BigInt(digits) : undefined
}

export function readFloat(node: ScalarNode, version11: boolean): number {
  const digits = node.value.replaceAll('_', '').toLowerCase()
  const sign = digits.startsWith('-') ? -1 : 1
  const magnitude = digits.replace(/^[-+]/, '')
  if (magnitude === '.inf') return sign * Number.POSITIVE_INFINITY
  if (magnitude === '.nan') return Number.NaN
  if (version11 && magnitude.includes(':')) return sign * magnitude.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  if (!/^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(magnitude)) throw new YamlError(`'${node.value}' is no number`, node.mark)
  return sign * Number(magnitude)
}

export function readBoolean(node: ScalarNode): boolean {
  const value = node.value.toLowerCase()
  if (!/^(?:yes|no|y|n|true|false|on|off)$/.test(value)) throw new YamlError(`'${node.value}' is no boolean`, node.mark)
  return /^(?:yes|y|true|on)$/.test(value)
}

const timestamp = /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(?:Z|([-+])(\d\d?)(?::(\d\d))?))?)?$/

/** Reads a timestamp. Like the real thing, it is refused where no calendar knows it. */
export function readTimestamp(node: ScalarNode): PythonDate {
  const match = timestamp.exec(node.value)
  if (match === null) throw new YamlError(`failed to construct timestamp from "${node.value}"`, node.mark)
  const [, year = '', month = '', day = '', hour, minute = '', second = '', fraction = '', sign, zoneHour = '', zoneMinute = '00'] = match
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (!isCalendarDate(date)) throw new YamlError(`there is no such day as ${node.value}`, node.mark)
  if (hour === undefined) return new PythonDate('date', date)
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    throw new YamlError(`there is no such time as ${node.value}`, node.mark)
  const zone = node.value.endsWith('Z') ? '+00:00' : sign === undefined ? '' : `${sign}${zoneHour.padStart(2, '0')}:${zoneMinute}`
  return new PythonDate('datetime', `${date} ${hour.padStart(2, '0')}:${minute}:${second}${microseconds(fraction)}${zone}`)
}

function isCalendarDate(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date)
}

function microseconds(fraction: string): string {
  const rounded = Math.min(Number(fraction.slice(0, 6).padEnd(6, '0')) + (Number(fraction[6] ?? 0) > 4 ? 1 : 0), 999_999)
  return rounded === 0 ? '' : `.${String(rounded).padStart(6, '0')}`
}

/** How a datetime is written again: with its `T` and its zone as they were. */
export function spellTimestamp(node: ScalarNode, value: PythonDate): string {
  const letter = /[Tt]/.test(node.value)
  const zone = /(?:Z|[-+]\d\d?(?::\d\d)?)$/.exec(node.value.slice(10))?.[0] ?? ''
  if (value.kind === 'date' || (!letter && (zone === '' || zone === 'Z'))) return value.text
  const text = letter ? value.text.replace(' ', 'T') : value.text
  return zone === '' ? text : text.slice(0, -6) + zone
}
