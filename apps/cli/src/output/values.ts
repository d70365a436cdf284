import type { Int64 } from '@reprise/protocol'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A metric as a person reads it: six significant digits or all before the point, and 2.5e-7 rather than 0.00000025. */
export function printNumber(value: number): string {
  const size = Math.abs(value)
  if (Number.isInteger(value) || !(size < 1e15)) return String(value)
  const rounded = size < 1e5 ? Number(value.toPrecision(6)) : Math.round(value)
  return rounded !== 0 && Math.abs(rounded) < 1e-4 ? rounded.toExponential() : String(rounded)
}

/** Milliseconds since 1970 in the time zone of this machine: 2026-11-21 08:40. */
export function printTime(time: Int64 | undefined): string {
  if (time === undefined || Number(time) === 0) return '-'
  const date = new Date(Number(time))
  if (Number.isNaN(date.getTime())) return String(time)
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
  return `${day} ${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`
}

/** How long ago it was: 12s, 4m, 3h, 15d. */
export function printAge(time: Int64 | undefined, now: number): string {
  if (time === undefined || Number(time) === 0) return '-'
  const age = Math.max(0, now - Number(time))
  if (age < MINUTE) return `${Math.floor(age / SECOND)}s`
  if (age < HOUR) return `${Math.floor(age / MINUTE)}m`
  return age < 2 * DAY ? `${Math.floor(age / HOUR)}h` : `${Math.floor(age / DAY)}d`
}

/** Milliseconds as 850ms, 12.3s, 4m05s, 3h12m. */
export function printDuration(milliseconds: number): string {
  const rounded = Math.round(Math.max(0, milliseconds))
  if (rounded < SECOND) return `${rounded}ms`
  if (rounded < MINUTE - 50) return `${(rounded / SECOND).toFixed(1)}s`
  const seconds = Math.round(rounded / SECOND)
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}m${String(seconds % 60).padStart(2, '0')}s`
  return `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, '0')}m`
}

/** Bytes as 512 B, 1.5 kB, 20.0 MB, 345 GB. */
export function printBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let amount = bytes
  let unit = 0
  while (Math.abs(amount) >= 999.5 && unit < units.length - 1) {
    amount /= 1_000
    unit += 1
  }
  return `${unit === 0 || Math.abs(amount) >= 99.95 ? Math.round(amount) : amount.toFixed(1)} ${units[unit] ?? ''}`
}

/** `1 run`, `2 runs`. */
export function printCount(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`
}
