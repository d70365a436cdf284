import type { Int64 } from '@reprise/protocol'
import { readSettings } from '../browser/settings.ts'

const dates = { dateStyle: 'medium', timeStyle: 'medium' } as const
const days = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const
const formats = new Map<string, Intl.DateTimeFormat>()
const ago = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' })
const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
]

/**
 * A number as people read it: as many digits that count as the viewer wants, six at first, an exponent where it is very small or large.
 * `least` digits are told where fewer would not tell it from its neighbours.
 */
export function formatNumber(value: number, least = 0): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return value.toLocaleString('en-US').replace('-', '−')
  const size = Math.abs(value)
  const digits = Math.max(readSettings().digits, least)
  const isFar = size !== 0 && (size < 1e-4 || size >= 1e9)
  const text = isFar ? value.toExponential(Math.max(2, digits - 3)).replace(/\.?0+e/, 'e') : String(Number(value.toPrecision(digits)))
  const grouped = size >= 1_000 && !isFar ? text.replace(/\d+/, (whole) => Number(whole).toLocaleString('en-US')) : text
  return grouped.replaceAll('-', '−')
}

/** `1 row`, `1,234 rows`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

/** In the zone that the viewer wants, to the second. */
export function formatDate(time: Int64 | undefined): string {
  return time === undefined ? '' : formatIn(dates, time)
}

/** Shorter, for tables. */
export function formatDay(time: Int64 | undefined): string {
  return time === undefined ? '' : formatIn(days, time)
}

function formatIn(style: Intl.DateTimeFormatOptions, time: Int64): string {
  const { zone } = readSettings()
  const name = `${zone} ${style.dateStyle ?? ''}`
  const format = formats.get(name) ?? new Intl.DateTimeFormat(undefined, zone === 'utc' ? { ...style, timeZone: 'UTC' } : style)
  formats.set(name, format)
  return `${format.format(Number(time))}${zone === 'utc' ? ' UTC' : ''}`
}

/** `3 min. ago`. */
export function formatAgo(time: Int64 | undefined, now = Date.now()): string {
  if (time === undefined) return ''
  const distance = Number(time) - now
  const [unit, length] = units.find(([, size]) => Math.abs(distance) >= size) ?? ['second', 1_000]
  return ago.format(Math.round(distance / length), unit)
}

/** `1 h 12 min`, `4.2 s`, `130 ms`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.max(0, Math.round(milliseconds))} ms`
  const seconds = milliseconds / 1_000
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** Bytes in binary units. */
export function formatBytes(bytes: number): string {
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = bytes < 1 ? 0 : Math.min(names.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1_024 ** power
  return `${power === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${names[power] ?? 'B'}`
}
