import { place, rangeOf, type Scale, ticksOf } from '../../charts/scale.ts'
import { formatNumber } from '../../values/format.ts'
import type { Column } from '../run-values/column.ts'

/** A column laid along a line of pixels. */
export interface Axis {
  readonly column: Column
  readonly scale: Scale
  readonly ticks: readonly Tick[]
}

export interface Tick {
  readonly value: number
  readonly label: string
}

interface Line {
  /** Pixels of the least and the greatest value. */
  readonly start: number
  readonly end: number
  readonly isLog: boolean
}

/** Pixels between the values that are written. */
const APART = { number: 70, time: 110, category: 16 }

/** Categories stand evenly, each in the middle of its share. An axis without any value goes from 0 to 1. */
export function axisOf(column: Column, { start, end, isLog }: Line): Axis {
  if (column.kind === 'category') {
    const scale = { from: -0.5, to: Math.max(0.5, column.categories.length - 0.5), isLog: false, start, end }
    const every = Math.ceil((column.categories.length * APART.category) / Math.max(1, Math.abs(end - start)))
    const ticks = column.categories.map((label, value) => ({ value, label })).filter(({ value }) => value % every === 0)
    return { column, scale, ticks }
  }
  const range = rangeOf(column.numbers, isLog) ?? { from: isLog ? 0.1 : 0, to: 1 }
  const scale = { ...range, isLog, start, end }
  const count = Math.max(2, Math.abs(end - start) / (start > end ? 40 : APART[column.kind]))
  return { column, scale, ticks: valuesOf(scale, count).map((value) => ({ value, label: labelOf(column, value) })) }
}

/** A value as it is written at its axis. */
export function labelOf({ kind, categories }: Column, value: number): string {
  if (Number.isNaN(value)) return 'none'
  if (kind === 'category') return categories[Math.round(value)] ?? ''
  return kind === 'time' ? times.format(value) : formatNumber(Number(value.toPrecision(4)))
}

const times = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' })

/** Where the value of a run stands; NaN for what the axis can not show. */
export function pixelOf({ column, scale }: Axis, index: number): number {
  return place(scale, column.numbers[index] ?? Number.NaN)
}

/**
 * Runs of one category would lie on each other: they are moved apart by up to `part` of its share, each always to the same place. 0 on other
 * axes. In pixels.
 */
export function jitterOf({ column, scale }: Axis, seed: number, part: number): number {
  if (column.kind !== 'category') return 0
  return spreadOf(seed) * part * (Math.abs(scale.end - scale.start) / Math.max(1, column.categories.length))
}

/** From −0.5 to 0.5: the same for a seed each time, and far apart for neighbours. */
export function spreadOf(seed: number): number {
  return (Math.imul(seed + 1, 2_654_435_761) >>> 0) / 2 ** 32 - 0.5
}

/** Powers of ten, and where an axis holds hardly any of them, what lies between. */
function valuesOf(scale: Scale, count: number): number[] {
  const values = ticksOf(scale, count)
  if (!scale.isLog || values.length > 2) return values
  const first = Math.floor(Math.log10(scale.from))
  const last = Math.ceil(Math.log10(scale.to))
  const between = Array.from({ length: last - first + 1 }, (_, at) => [1, 2, 5].map((times) => Number(`${times}e${first + at}`))).flat()
  return between.filter((value) => value >= scale.from && value <= scale.to)
}

/** The value at a place of an axis, with the digits that a pixel tells apart. */
export function valueNear({ scale }: Axis, pixel: number): number {
  const { from, to, isLog, start, end } = scale
  const share = (pixel - start) / (end - start)
  const value = isLog ? from * (to / from) ** share : from + (to - from) * share
  const step = Math.abs(isLog ? value * ((to / from) ** (1 / Math.abs(end - start)) - 1) : (to - from) / (end - start))
  const digits = Math.max(1, Math.min(15, Math.ceil(Math.log10(Math.abs(value) / step)) + 1))
  const rounded = Number(value.toPrecision(Number.isFinite(digits) ? digits : 4))
  return Number.isFinite(place(scale, rounded)) ? rounded : value
}
