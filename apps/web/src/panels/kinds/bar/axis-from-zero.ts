import { type Axis, axisOf } from '../../picture/axis.ts'
import type { RowLayout } from '../../picture/rows.ts'
import type { Column } from '../../run-values/column.ts'

/** From zero, so that lengths can be compared, to where all bars end; what is not finite has no bar. */
export function axisFromZero(column: Column, ends: readonly number[], { left, right }: RowLayout): Axis {
  const numbers = Float64Array.from([0, ...ends.filter((end) => Number.isFinite(end))])
  return withoutAirAtZero(axisOf({ ...column, numbers }, { start: left, end: right, isLog: false }), numbers)
}

/** Bars stand on zero where all of them are on one side of it. */
function withoutAirAtZero(axis: Axis, values: Float64Array): Axis {
  const { scale } = axis
  if (values.every((value) => value >= 0))
    return { ...axis, scale: { ...scale, from: 0 }, ticks: axis.ticks.filter(({ value }) => value >= 0) }
  if (values.every((value) => value <= 0))
    return { ...axis, scale: { ...scale, to: 0 }, ticks: axis.ticks.filter(({ value }) => value <= 0) }
  return axis
}
