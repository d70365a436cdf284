import { place } from '../../../charts/scale.ts'
import { type Axis, valueNear } from '../../picture/axis.ts'
import type { Range } from '../../run-values/condition.ts'

/** Pixels from an end of a range in which the end is meant. */
const EDGE = 6
/** Parts of an axis that a key moves an end by. */
const STEPS = 50
/** Part of the share of a category that a range reaches beyond its place. */
const AROUND = 0.4

/** Where a range lies on an axis, in pixels: `high` is above `low`, and so the smaller number. */
export function pixelsOf(axis: Axis, { from, to }: Range): { readonly high: number; readonly low: number } {
  const { scale, column } = axis
  const around = column.kind === 'category' ? ((scale.start - scale.end) / Math.max(1, column.categories.length)) * AROUND : 0
  return { high: within(axis, place(scale, to) - around), low: within(axis, place(scale, from) + around) }
}

/** The values between two pixels; of categories those whose place is between them. Undefined where none is. */
export function rangeBetween(axis: Axis, one: number, other: number): Range | undefined {
  const [low, high] = [within(axis, Math.max(one, other)), within(axis, Math.min(one, other))]
  if (axis.column.kind !== 'category') return { from: valueNear(axis, low), to: valueNear(axis, high) }
  const inside = [...axis.column.categories.keys()].filter((at) => place(axis.scale, at) <= low && place(axis.scale, at) >= high)
  const [from] = inside
  const to = inside.at(-1)
  return from === undefined || to === undefined ? undefined : { from, to }
}

/** What the mouse has hold of: an end of a range, a whole one, or the first end of a new one. */
export interface Grip {
  /** Ranges that stay as they are. */
  readonly rest: readonly Range[]
  /** Pixels of the end that stays, or of both ends that move together. */
  readonly from: number
  readonly to: number
  readonly start: number
  readonly isMoved: boolean
}

export function gripAt(axis: Axis, ranges: readonly Range[], at: number): Grip {
  const hit = ranges.find((range) => at >= pixelsOf(axis, range).high - EDGE && at <= pixelsOf(axis, range).low + EDGE)
  if (hit === undefined) return { rest: ranges, from: at, to: at, start: at, isMoved: false }
  const rest = ranges.filter((range) => range !== hit)
  const { high, low } = pixelsOf(axis, hit)
  if (Math.abs(at - high) <= EDGE) return { rest, from: low, to: high, start: at, isMoved: false }
  if (Math.abs(at - low) <= EDGE) return { rest, from: high, to: low, start: at, isMoved: false }
  return { rest, from: low, to: high, start: at, isMoved: true }
}

/** The ranges once the mouse has come to a pixel. */
export function rangesAt(axis: Axis, { rest, from, to, start, isMoved }: Grip, at: number): readonly Range[] {
  const { start: bottom, end: top } = axis.scale
  const by = Math.min(bottom - Math.max(from, to), Math.max(top - Math.min(from, to), at - start))
  const range = isMoved ? rangeBetween(axis, from + by, to + by) : rangeBetween(axis, from, at)
  return range === undefined ? rest : [...rest, range]
}

/** The value one step up or down an axis; of categories the next one. */
export function stepped(axis: Axis, value: number, { direction, times }: { direction: 1 | -1; times: number }): number {
  const { scale, column } = axis
  if (column.kind === 'category') return Math.min(column.categories.length - 1, Math.max(0, value + direction))
  const step = (Math.abs(scale.end - scale.start) / STEPS) * times
  return valueNear(axis, within(axis, place(scale, value) - direction * step))
}

function within({ scale: { start: bottom, end: top } }: Axis, pixel: number): number {
  return Math.min(bottom, Math.max(top, pixel))
}
