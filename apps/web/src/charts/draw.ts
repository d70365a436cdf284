import { type DrawnBand, drawBand } from './draw-band.ts'
import { type Curve, drawCurve } from './draw-curve.ts'
import { DOT, line } from './draw-marks.ts'
import type { Pen } from './pen.ts'
import { type Axes, place, ticksOf } from './scale.ts'

export interface Plot extends Axes {
  readonly curves: readonly Curve[]
  readonly bands: readonly DrawnBand[]
  readonly ink: { readonly line: string; readonly text: string; readonly font: string }
  /** What is written at lines of the grid. */
  readonly labelX: (ticks: readonly number[]) => readonly string[]
  readonly labelY: (ticks: readonly number[]) => readonly string[]
}

/**
 * Draws lines of the grid with their values, then every curve, and stops after each: who draws many lets the page do something else in
 * between. Nothing is drawn outside of the axes.
 */
export function* drawing(pen: Pen, plot: Plot): Generator<void, void> {
  drawGrid(pen, plot)
  pen.save()
  clipToAxes(pen, plot)
  for (const curve of plot.curves) {
    drawCurve(pen, plot, curve)
    yield
  }
  for (const band of plot.bands) drawBand(pen, plot, band)
  pen.restore()
}

/** The same at once. */
export function draw(pen: Pen, plot: Plot): void {
  for (const _ of drawing(pen, plot));
}

/** Draws some curves alone, over a drawing that has the rest. */
export function drawOver(pen: Pen, plot: Axes, curves: readonly Curve[]): void {
  pen.save()
  clipToAxes(pen, plot)
  for (const curve of curves) drawCurve(pen, plot, curve)
  pen.restore()
}

function clipToAxes(pen: Pen, { x, y }: Axes): void {
  pen.beginPath()
  pen.rect(x.start - DOT, y.end - 1, x.end - x.start + 2 * DOT, y.start - y.end + 2)
  pen.clip()
  // Mitred corners of a spike would reach far beyond its value.
  pen.lineJoin = 'bevel'
}

function drawGrid(pen: Pen, { x, y, ink, labelX, labelY }: Plot): void {
  pen.font = ink.font
  pen.lineWidth = 1
  pen.strokeStyle = ink.line
  pen.fillStyle = ink.text
  pen.textBaseline = 'middle'
  pen.textAlign = 'right'
  const rows = ticksOf(y, Math.max(2, (y.start - y.end) / 40))
  const rowLabels = labelY(rows)
  for (const [index, value] of rows.entries()) {
    const at = Math.round(place(y, value)) + 0.5
    line(pen, [x.start, at], [x.end, at])
    pen.fillText(rowLabels[index] ?? '', x.start - 6, at)
  }
  pen.textBaseline = 'top'
  pen.textAlign = 'center'
  const columns = ticksOf(x, Math.max(2, (x.end - x.start) / 90))
  const columnLabels = labelX(columns)
  for (const [index, value] of columns.entries()) {
    const at = Math.round(place(x, value)) + 0.5
    line(pen, [at, y.start], [at, y.start + 4])
    pen.fillText(columnLabels[index] ?? '', at, y.start + 7)
  }
  line(pen, [x.start, y.start + 0.5], [x.end, y.start + 0.5])
}
