import { InvalidArgumentError } from 'commander'

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 }

/** `30m`, `12h`, `7d`, `4w` before now, or a date such as `2026-11-01` or `2026-11-01T08:00Z`, as milliseconds since 1970. */
export function parseSince(text: string, now: number): number {
  return parseTime(text, (length) => now - length)
}

/** The same after now. */
export function parseUntil(text: string, now: number): number {
  return parseTime(text, (length) => now + length)
}

function parseTime(text: string, timeAt: (length: number) => number): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([mhdw])$/.exec(text.trim()) ?? []
  if (number !== '') return Math.floor(timeAt(Number(number) * (units[unit] ?? Number.NaN)))
  const time = /^\d{4}-\d{2}-\d{2}/.test(text.trim()) ? Date.parse(text.trim()) : Number.NaN
  if (Number.isNaN(time)) throw new InvalidArgumentError('It is a time such as 12h, 7d, 4w or 2026-11-01.')
  return time
}
