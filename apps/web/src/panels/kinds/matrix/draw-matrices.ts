import type { Pen } from '../../../charts/pen.ts'
import { cut } from '../../picture/draw-axis.ts'
import { mixRamp } from '../../picture/ramp.ts'
import type { Tokens } from '../../picture/use-tokens.ts'
import { type Cells, type Norm, printCell } from './cells.ts'

export interface DrawnMatrix {
  readonly title: string
  readonly cells: Cells
}

const CELL = { width: 52, height: 28 }
const LABELS = 110
const HEAD = 44
const GAP = 24

export function sizeOfMatrices(all: readonly DrawnMatrix[]): { readonly width: number; readonly height: number } {
  return {
    width: all.reduce((sum, { cells }) => sum + LABELS + cells.predicted.length * CELL.width + GAP, 0),
    height: HEAD + Math.max(0, ...all.map(({ cells }) => cells.actual.length)) * CELL.height,
  }
}

/** The matrices beside each other, as a file has them. */
export function drawMatrices(
  pen: Pen,
  all: readonly DrawnMatrix[],
  { tokens, norm, isDifference }: { tokens: Tokens; norm: Norm; isDifference: boolean },
): void {
  const { ink, resolve } = tokens
  const ends = { more: [ink.surface, resolve('var(--heat)')], less: [ink.surface, resolve('var(--heat-other)')] }
  let left = 0
  pen.textBaseline = 'middle'
  for (const { title, cells } of all) {
    pen.font = `600 ${ink.font}`
    pen.fillStyle = ink.text
    pen.textAlign = 'left'
    pen.fillText(title, left, 8)
    pen.font = ink.font
    const start = left + LABELS
    for (const [at, name] of cells.predicted.entries()) {
      pen.textAlign = 'center'
      pen.fillStyle = ink.soft
      pen.fillText(cut(name, CELL.width), start + (at + 0.5) * CELL.width, 30)
    }
    for (const [row, name] of cells.actual.entries()) {
      const top = HEAD + row * CELL.height
      pen.textAlign = 'right'
      pen.fillStyle = ink.soft
      pen.fillText(cut(name, LABELS - 8), start - 8, top + CELL.height / 2)
      pen.textAlign = 'center'
      for (const [column, value] of (cells.values[row] ?? []).entries()) {
        const heat = cells.heat[row]?.[column] ?? 0
        pen.fillStyle = mixRamp(heat < 0 ? ends.less : ends.more, Math.abs(heat))
        pen.fillRect(start + column * CELL.width, top, CELL.width - 1, CELL.height - 1)
        pen.fillStyle = ink.text
        pen.fillText(printCell(value, norm, isDifference), start + (column + 0.5) * CELL.width, top + CELL.height / 2)
      }
    }
    left = start + cells.predicted.length * CELL.width + GAP
  }
}
