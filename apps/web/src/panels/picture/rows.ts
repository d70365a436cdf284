import type { Pen } from '../../charts/pen.ts'
import { place } from '../../charts/scale.ts'
import type { Axis } from './axis.ts'
import { cut, drawLine } from './draw-axis.ts'
import type { Ink } from './use-tokens.ts'

/** Pixels that rows and their names take. */
export interface RowLayout {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly rowHeight: number
  /** How many rows there is room for. */
  readonly count: number
}

const LEAST = 17
const MOST = 64
const MARGIN = { right: 18, top: 6, bottom: 38 }

export function rowsOf(names: readonly string[], { width, height }: { width: number; height: number }): RowLayout {
  const longest = names.reduce((most, { length }) => Math.max(most, length), 0)
  const left = Math.round(Math.min(width * 0.36, Math.max(60, longest * 6.4 + 16)))
  const room = height - MARGIN.top - MARGIN.bottom
  const count = Math.max(1, Math.min(names.length, Math.floor(room / LEAST)))
  const rowHeight = Math.min(MOST, Math.max(LEAST, Math.floor(room / count)))
  return { left, right: width - MARGIN.right, top: MARGIN.top, bottom: MARGIN.top + rowHeight * count, rowHeight, count }
}

/** Lines at the values of the axis below, and the names of the rows. */
export function drawRows(pen: Pen, axis: Axis, { layout, names, ink }: { layout: RowLayout; names: readonly string[]; ink: Ink }): void {
  const { left, right, top, bottom, rowHeight } = layout
  pen.font = ink.font
  pen.lineWidth = 1
  pen.strokeStyle = ink.line
  pen.fillStyle = ink.soft
  pen.textAlign = 'center'
  pen.textBaseline = 'top'
  for (const { value, label } of axis.ticks) {
    const at = Math.round(place(axis.scale, value)) + 0.5
    drawLine(pen, [at, top], [at, bottom])
    pen.fillText(label, at, bottom + 6)
  }
  pen.fillStyle = ink.text
  pen.textAlign = 'right'
  pen.fillText(axis.column.field.title, right, bottom + 20)
  pen.textBaseline = 'middle'
  for (const [at, name] of names.entries()) pen.fillText(cut(name, left - 14), left - 8, top + (at + 0.5) * rowHeight)
}
