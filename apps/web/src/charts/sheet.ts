import type { Figure } from './figure.ts'
import type { Pen } from './pen.ts'

interface Sheet {
  readonly title: string
  readonly figure: Figure
  readonly ink: { readonly surface: string; readonly text: string; readonly family: string }
}

const MARGIN = 16
const TITLE = 28
const ROW = 18
/** Pixels of one name of the legend. */
const COLUMN = 220

/** The size of a figure with title and legend around it. */
export function sizeOfSheet({ width, height, legend }: Figure): { readonly width: number; readonly height: number } {
  const rows = Math.ceil(legend.length / columnsOf(width))
  return { width: width + 2 * MARGIN, height: height + 2 * MARGIN + TITLE + (rows === 0 ? 0 : rows * ROW + MARGIN) }
}

/** Draws a figure as it is saved: background, title, the figure, and what its colours mean. */
export function drawSheet(pen: Pen, { title, figure, ink }: Sheet): void {
  const { width, height } = sizeOfSheet(figure)
  pen.fillStyle = ink.surface
  pen.fillRect(0, 0, width, height)
  pen.fillStyle = ink.text
  pen.font = `600 15px ${ink.family}`
  pen.textAlign = 'left'
  pen.textBaseline = 'top'
  pen.fillText(title, MARGIN, MARGIN)
  pen.save()
  pen.translate(MARGIN, MARGIN + TITLE)
  figure.draw(pen)
  pen.restore()
  pen.font = `12px ${ink.family}`
  pen.textAlign = 'left'
  pen.textBaseline = 'middle'
  const columns = columnsOf(figure.width)
  for (const [at, { name, colour, dash = [] }] of figure.legend.entries()) {
    const left = MARGIN + (at % columns) * COLUMN
    const middle = MARGIN + TITLE + figure.height + MARGIN + Math.floor(at / columns) * ROW + ROW / 2
    const room = dash.length === 0 ? 16 : 32
    if (dash.length === 0) {
      pen.fillStyle = colour
      pen.fillRect(left, middle - 4, 10, 8)
    } else {
      pen.strokeStyle = colour
      pen.lineWidth = 2
      pen.setLineDash([...dash])
      pen.beginPath()
      pen.moveTo(left, middle)
      pen.lineTo(left + 26, middle)
      pen.stroke()
      pen.setLineDash([])
    }
    pen.fillStyle = ink.text
    const most = dash.length === 0 ? 34 : 31
    pen.fillText(name.length > most ? `${name.slice(0, most - 1)}…` : name, left + room, middle)
  }
}

function columnsOf(width: number): number {
  return Math.max(1, Math.floor(width / COLUMN))
}
