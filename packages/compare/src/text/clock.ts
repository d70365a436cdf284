import type { Span } from './setting.ts'

const HOUR = 3_600_000
/** Zones of the world differ by multiples of this. */
const QUARTER = 900_000
const FARTHEST_ZONE = 14 * HOUR
/** A run begins a little later than it is said to, and what it says of its time may be rounded. */
const SLACK = 2_000
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Whether a printed time or date lies within a span, in whatever time zone it was printed. */
export function isTimeWithin(text: string, span: Span): boolean {
  const day = readDay(text, span)
  const clock = /(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(.*)$/.exec(text)
  if (clock === null) return day !== undefined && day - FARTHEST_ZONE <= span.to && day + 24 * HOUR + FARTHEST_ZONE >= span.from
  const [, hours, minutes, seconds, fraction = '0', rest = ''] = clock
  const time = Number(hours) * HOUR + Number(minutes) * 60_000 + (Number(seconds ?? 0) + Number(`0.${fraction}`)) * 1_000
  const slack = seconds === undefined ? 60_000 : SLACK
  const [from, to] = [span.from - slack, span.to + slack]
  if (day === undefined) return isInSomeZone(time, { from, to })
  const at = day + time
  const zone = /^ ?(?:(Z|UTC|GMT)|([+-])(\d\d):?(\d\d))/.exec(rest)
  if (zone === null) return at >= from - FARTHEST_ZONE && at <= to + FARTHEST_ZONE && isInSomeZone(at, { from, to })
  const offset = zone[1] === undefined ? (Number(zone[3]) * HOUR + Number(zone[4]) * 60_000) * (zone[2] === '-' ? -1 : 1) : 0
  return at - offset >= from && at - offset <= to
}

function isInSomeZone(time: number, { from, to }: Span): boolean {
  return (((time - from) % QUARTER) + QUARTER) % QUARTER <= to - from
}

/** Midnight of the day that is named, as if in UTC; the year of the span where none is. */
function readDay(text: string, { from }: Span): number | undefined {
  const iso = /(\d{4})[-/](\d\d)[-/](\d\d)/.exec(text)
  if (iso !== null) return Date.UTC(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]))
  const named = /(?:(\d{1,2}) )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?: +(\d{1,2})\b)?/.exec(text)
  if (named === null) return undefined
  const year = Number(/\b(?:19|20)\d\d\b/.exec(text)?.[0] ?? new Date(from).getUTCFullYear())
  return Date.UTC(year, months.indexOf((named[2] ?? '').toLowerCase()), Number(named[1] ?? named[3] ?? 1))
}

/** Whether a printed number counts the time since 1970, in seconds or a thousandth, millionth or billionth of them, within a span. */
export function isEpochWithin(text: string, { from, to }: Span): boolean {
  const whole = /^(\d{10,19})(?:\.\d+)?$/.exec(text)?.[1]?.length
  if (whole === undefined || (whole - 10) % 3 !== 0) return false
  const at = Number(text) / 10 ** (whole - 13)
  return at >= from - SLACK && at <= to + SLACK
}

const units: readonly (readonly [unit: RegExp, milliseconds: number])[] = [
  [/^ns|nanos/, 1e-6],
  [/^(?:us|µs)|micros/, 1e-3],
  [/^ms|millis/, 1],
  [/^min/, 60_000],
]

/** Whether a number with a unit of time (seconds where none is known) can have passed within a span, on as many as two cores. */
export function isDurationWithin(value: number, unit: string, { from, to }: Span): boolean {
  const scale = units.find(([pattern]) => pattern.test(unit))?.[1] ?? 1_000
  return value >= 0 && value * scale <= (to - from) * 2 + 50
}
