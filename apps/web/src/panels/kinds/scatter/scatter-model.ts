import { type Axis, axisOf } from '../../picture/axis.ts'
import { countText } from '../../picture/count-text.ts'
import { type Paint, paintBy } from '../../picture/paint.ts'
import { roomOf } from '../../picture/room.ts'
import type { Tokens } from '../../picture/use-tokens.ts'
import type { Column } from '../../run-values/column.ts'
import type { RunValues } from '../../run-values/run-values.ts'
import type { PanelOptions } from '../../spec.ts'
import { MARGIN } from './draw-scatter.ts'
import { type Points, pointsOf, type Relation, relationOf } from './points.ts'

interface Wanted {
  /** Ids of what is horizontal, vertical, coloured and sized; '' for what was not asked for. */
  readonly fields: readonly string[]
  readonly options: PanelOptions
  readonly isLog: boolean
  readonly width: number
  readonly height: number
  readonly tokens: Tokens
}

/** Where runs stand, and in which colours. */
export interface ScatterModel {
  readonly values: RunValues
  readonly x: Axis
  readonly y: Axis
  readonly points: Points
  readonly paint: Paint
  readonly legendTitle: string
  readonly relation: Relation | undefined
  /** Pixels of the drawing. */
  readonly height: number
}

/** Undefined where the runs know nothing of one of the axes. */
export function scatterModelOf(values: RunValues, { fields, options, isLog, width, height, tokens }: Wanted): ScatterModel | undefined {
  const [x, y, colour, size] = fields.map((id) => values.columns.find(({ field }) => field.id === id))
  if (x === undefined || y === undefined) return undefined
  const paint = paintBy(colour, values.runs, tokens)
  const bottom = roomOf(height, paint) - MARGIN.bottom
  const axes = {
    x: axisOf(x, { start: MARGIN.left, end: width - MARGIN.right, isLog: isLogOf(x, options['x'], x.isWide) }),
    y: axisOf(y, { start: bottom, end: MARGIN.top, isLog: isLogOf(y, options['y'], isLog || y.isWide) }),
    size,
  }
  const points = pointsOf(values.runs.length, axes)
  const trend = options['trend']
  return {
    values,
    x: axes.x,
    y: axes.y,
    points,
    paint,
    legendTitle: colour?.field.title ?? '',
    relation: trend === 'line' || trend === 'rank' ? relationOf(points, axes, trend) : undefined,
    height: bottom + MARGIN.bottom,
  }
}

function isLogOf({ kind }: Column, option: string | undefined, usual: boolean): boolean {
  return kind === 'number' && (option === undefined ? usual : option === 'log')
}

/** How many runs are shown of how many, and how the axes go together. */
export function statusOf({ values, points, relation }: ScatterModel): string {
  const count = countText(values, points.indexes.length)
  return relation === undefined ? count : `${count} · ${relation.text}`
}

/** Why there is nothing to draw; undefined where there is. */
export function reasonForNone(
  { runs }: RunValues,
  model: ScatterModel | undefined,
  [x = '', y = '']: readonly string[],
): string | undefined {
  if (runs.length === 0) return 'No runs.'
  return model?.points.indexes.length === 0 ? `No run has both ${x} and ${y}, as numbers that these axes can show.` : undefined
}
