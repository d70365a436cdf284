import type { Pen } from './pen.ts'

/** A drawing that can be saved. */
export interface Figure {
  /** Pixels. */
  readonly width: number
  readonly height: number
  readonly draw: (pen: Pen) => void
  /** What the colours mean; colours are resolved. Of lines also their strokes. */
  readonly legend: readonly { readonly name: string; readonly colour: string; readonly dash?: readonly number[] }[]
}
