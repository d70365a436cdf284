import type { Int64 } from '@reprise/protocol'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** A metric as a person reads it: six significant digits. */
export function printNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value)
  return String(Number(value.toPrecision(6)))
}

/** Milliseconds since 1970 in the time zone of this machine. */
export function printTime(time: Int64 | undefined): string {
  if (time === undefined || Number(time) === 0) return '-'
  const date = new Date(Number(time))
  if (Number.isNaN(date.getTime())) return String(time)
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
  return `${day} ${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`
}

/** Milliseconds as 850ms, 12.3s, 4m05s, 3h12m. */
export function printDuration(milliseconds: number): string {
  if (milliseconds < SECOND) return `${Math.round(milliseconds)}ms`
  if (milliseconds < MINUTE) return `${(milliseconds / SECOND).toFixed(1)}s`
  const [unit, part, names] = milliseconds < HOUR ? [MINUTE, SECOND, 'ms'] : [HOUR, MINUTE, 'hm']
  return `${Math.floor(milliseconds / unit)}${names[0]}${String(Math.floor((milliseconds % unit) / part)).padStart(2, '0')}${names[1]}`
}

/** Bytes as 512 B, 1.5 kB, 20 MB. */
export function printBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const amount = bytes / 1_000 ** power
  return `${power === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[power]}`
}
