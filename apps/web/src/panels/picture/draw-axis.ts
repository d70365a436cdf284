import type { Pen } from '../../charts/pen.ts'
import { place } from '../../charts/scale.ts'
import type { Axis } from './axis.ts'
import type { Ink } from './use-tokens.ts'

/** Characters of about so many pixels fit into a width; names that do not are cut. */
const CHARACTER = 6.2

interface Sides {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Lines across at the values of a vertical axis, with the values left of them. */
export function drawVertical(pen: Pen, axis: Axis, { sides, ink }: { sides: Sides; ink: Ink }): void {
  begin(pen, ink)
  pen.textAlign = 'right'
  pen.textBaseline = 'middle'
  for (const { value, label } of axis.ticks) {
    const at = Math.round(place(axis.scale, value)) + 0.5
    if (axis.column.kind !== 'category') drawLine(pen, [sides.left, at], [sides.right, at])
    pen.fillText(cut(label, sides.left - 8), sides.left - 6, at)
  }
  pen.textAlign = 'left'
  pen.textBaseline = 'top'
  pen.fillStyle = ink.text
  pen.fillText(axis.column.field.title, 4, 2)
}

/** A line below with the values of a horizontal axis, and its name at its end. */
export function drawHorizontal(pen: Pen, axis: Axis, { sides, ink }: { sides: Sides; ink: Ink }): void {
  begin(pen, ink)
  drawLine(pen, [sides.left, sides.bottom + 0.5], [sides.right, sides.bottom + 0.5])
  pen.textAlign = 'center'
  pen.textBaseline = 'top'
  const share = axis.column.kind === 'category' ? (sides.right - sides.left) / Math.max(1, axis.ticks.length) : 110
  for (const { value, label } of axis.ticks) {
    const at = Math.round(place(axis.scale, value)) + 0.5
    drawLine(pen, [at, sides.bottom], [at, sides.bottom + 4])
    pen.fillText(cut(label, share), at, sides.bottom + 7)
  }
  pen.textAlign = 'right'
  pen.fillStyle = ink.text
  pen.fillText(axis.column.field.title, sides.right, sides.bottom + 21)
}

function begin(pen: Pen, ink: Ink): void {
  pen.font = ink.font
  pen.lineWidth = 1
  pen.globalAlpha = 1
  pen.strokeStyle = ink.line
  pen.fillStyle = ink.soft
}

export function drawLine(pen: Pen, from: readonly [number, number], to: readonly [number, number]): void {
  pen.beginPath()
  pen.moveTo(...from)
  pen.lineTo(...to)
  pen.stroke()
}

export function cut(text: string, pixels: number): string {
  const most = Math.max(2, Math.floor(pixels / CHARACTER))
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
