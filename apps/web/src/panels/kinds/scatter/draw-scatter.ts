import type { Pen } from '../../../charts/pen.ts'
import type { Axis } from '../../picture/axis.ts'
import { drawHorizontal, drawVertical } from '../../picture/draw-axis.ts'
import type { Paint } from '../../picture/paint.ts'
import type { Ink } from '../../picture/use-tokens.ts'
import type { Points, Relation } from './points.ts'

export const MARGIN = { left: 58, right: 14, top: 18, bottom: 38 }

export interface Scatter {
  readonly x: Axis
  readonly y: Axis
  readonly points: Points
  readonly paint: Paint
  readonly relation: Relation | undefined
  /** Runs with a colour of their own, or picked: drawn last, with a rim. */
  readonly isMarked: (index: number) => boolean
  readonly ink: Ink
}

/** Axes, then the points, then the line through them. */
export function drawScatter(pen: Pen, { x, y, points, paint, relation, isMarked, ink }: Scatter): void {
  const sides = { left: x.scale.start, right: x.scale.end, top: y.scale.end, bottom: y.scale.start }
  drawVertical(pen, y, { sides, ink })
  drawHorizontal(pen, x, { sides, ink })
  const order = points.indexes.map((_, point) => point)
  const marked = order.filter((point) => isMarked(points.indexes[point] ?? -1))
  const crowd = order.length > 1_000 ? 0.45 : 0.75
  for (const point of order) drawPoint(pen, points, { point, colour: paint.colourOf(points.indexes[point] ?? -1), alpha: crowd })
  pen.strokeStyle = ink.text
  pen.lineWidth = 1.5
  for (const point of marked) {
    drawPoint(pen, points, { point, colour: paint.colourOf(points.indexes[point] ?? -1), alpha: 1 })
    pen.stroke()
  }
  pen.globalAlpha = 1
  if (relation?.line === undefined) return
  pen.save()
  pen.beginPath()
  pen.rect(sides.left, sides.top, sides.right - sides.left, sides.bottom - sides.top)
  pen.clip()
  pen.strokeStyle = ink.text
  pen.setLineDash([6, 4])
  pen.beginPath()
  pen.moveTo(relation.line[0], relation.line[1])
  pen.lineTo(relation.line[2], relation.line[3])
  pen.stroke()
  pen.setLineDash([])
  pen.restore()
}

function drawPoint(pen: Pen, { x, y, size }: Points, { point, colour, alpha }: { point: number; colour: string; alpha: number }): void {
  pen.globalAlpha = alpha
  pen.fillStyle = colour
  pen.beginPath()
  pen.arc(x[point] ?? 0, y[point] ?? 0, size[point] ?? 0, 0, 2 * Math.PI)
  pen.fill()
}
