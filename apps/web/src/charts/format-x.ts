import { readSettings } from '../browser/settings.ts'
import { formatNumber } from '../values/format.ts'
import type { Axis } from './axis.ts'
import type { Scale } from './scale.ts'
import { DAY } from './time-ticks.ts'

/** Writes any value of an axis: with the day where days are shown, the time of day where hours are. */
export function formatterOf(axis: Axis, { from, to }: Pick<Scale, 'from' | 'to'>): (value: number) => string {
  if (axis === 'time') return formatTime(timeOf(to - from))
  if (axis === 'relative') return formatSpan
  return axis === 'step' ? (value) => formatNumber(Math.round(value)) : formatNumber
}

/** Writes the values at the lines of an axis: with as many digits as tell them apart, and no more of a time than differs. */
export function labelsOf(axis: Axis, ticks: readonly number[], { from, to }: Pick<Scale, 'from' | 'to'>): string[] {
  if (axis === 'relative') return ticks.map(formatSpan)
  if (axis === 'time') return ticks.map(formatTime(tickTimeOf(stepOf(ticks) ?? to - from, to - from)))
  return axis === 'step' ? ticks.map((tick) => formatNumber(Math.round(tick))) : numberLabels(ticks)
}

/** The same of numbers: 0.50001, 0.50002 where six digits are enough, more where they are not. */
export function numberLabels(ticks: readonly number[]): string[] {
  const step = stepOf(ticks)
  const size = Math.max(...ticks.map(Math.abs))
  const digits = step === undefined || !(size > 0) ? 0 : Math.ceil(Math.log10(size / step)) + 1
  return ticks.map((tick) => formatNumber(tick, Math.min(15, digits)))
}

/** The least distance between neighbours. */
function stepOf(ticks: readonly number[]): number | undefined {
  const steps = ticks.slice(1).map((tick, at) => tick - (ticks[at] ?? tick))
  return steps.length === 0 ? undefined : Math.min(...steps)
}

function timeOf(length: number): Intl.DateTimeFormatOptions {
  if (length > 300 * DAY) return { year: 'numeric', month: 'short', day: 'numeric' }
  if (length > DAY) return { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }
  return { hour: '2-digit', minute: '2-digit', second: '2-digit', ...(length < 5_000 ? { fractionalSecondDigits: 3 } : {}) }
}

function tickTimeOf(step: number, length: number): Intl.DateTimeFormatOptions {
  if (step >= 28 * DAY) return { year: 'numeric', month: 'short' }
  if (step >= DAY) return { month: 'short', day: 'numeric' }
  if (length > DAY) return { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }
  if (step >= 60_000) return { hour: '2-digit', minute: '2-digit' }
  return timeOf(step >= 1_000 ? DAY : 0)
}

function formatTime(options: Intl.DateTimeFormatOptions): (value: number) => string {
  const format = new Intl.DateTimeFormat(undefined, readSettings().zone === 'utc' ? { ...options, timeZone: 'UTC' } : options)
  // Steps beyond what a date can be are told as they are.
  return (value) => (Math.abs(value) <= 8.64e15 ? format.format(value) : formatNumber(value))
}

/** Of milliseconds: seconds, minutes, hours or days, whichever is of a size that people read. */
function formatSpan(value: number): string {
  const units = [
    ['d', DAY, 2 * DAY],
    ['h', 3_600_000, 2 * 3_600_000],
    ['min', 60_000, 120_000],
    ['s', 1_000, 1_000],
  ] as const
  const [name, length] = units.find(([, , least]) => Math.abs(value) >= least) ?? ['s', 1_000]
  return `${formatNumber(Number((value / length).toPrecision(4)))} ${name}`
}
