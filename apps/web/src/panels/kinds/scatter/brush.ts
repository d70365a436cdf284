import { type Axis, valueNear } from '../../picture/axis.ts'
import { conditionOf, isWithin, type Range } from '../../run-values/condition.ts'
import type { Rectangle } from './marks.tsx'
import type { ScatterModel } from './scatter-model.ts'

/** The values of both axes that a rectangle was drawn around. */
export interface Brush {
  readonly x: Range
  readonly y: Range
}

type Axes = Pick<ScatterModel, 'x' | 'y'>

export function brushOf({ x, y }: Axes, { x1, y1, x2, y2 }: Rectangle): Brush {
  return { x: rangeBetween(x, x1, x2), y: rangeBetween(y, y1, y2) }
}

function rangeBetween(axis: Axis, one: number, other: number): Range {
  const [from = 0, to = 0] = [valueNear(axis, one), valueNear(axis, other)].toSorted((a, b) => a - b)
  return { from, to }
}

/** Where a brush lies on axes, which may be longer or shorter than those it was drawn on. */
export function rectangleOf({ x, y }: Axes, brush: Brush): Rectangle {
  return { x1: pixelAt(x, brush.x.from), x2: pixelAt(x, brush.x.to), y1: pixelAt(y, brush.y.from), y2: pixelAt(y, brush.y.to) }
}

function pixelAt({ scale: { from, to, isLog, start, end } }: Axis, value: number): number {
  const share = isLog ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from)
  return start + share * (end - start)
}

/** The runs whose points are in it. */
export function runsWithin({ values, points, x, y }: ScatterModel, brush: Brush): string[] {
  const has = ({ column }: Axis, index: number, range: Range) => isWithin(column.numbers[index] ?? Number.NaN, [range])
  return points.indexes
    .filter((index) => has(x, index, brush.x) && has(y, index, brush.y))
    .flatMap((index) => values.runs[index]?.runIds ?? [])
}

/** What its runs have in common, axis by axis. */
export function conditionsOf({ x, y }: Axes, brush: Brush): (string | undefined)[] {
  return [conditionOf(x.column, [brush.x]), conditionOf(y.column, [brush.y])]
}
