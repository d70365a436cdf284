/** A run in a chart. */
export interface ChartRun {
  readonly id: string
  readonly name: string
  /** A colour of CSS. */
  readonly colour: string
  /** Which strokes its curves have; 0, or absent: a line. */
  readonly stroke?: number | undefined
  /** In which params it differs from the others, with its values; empty where in none. */
  readonly detail?: string
}

/** Runs that are drawn as one: their mean, and how far they lie apart. */
export interface ChartGroup {
  readonly id: string
  readonly name: string
  /** What the name stands for, whole. */
  readonly detail?: string
  /** A colour of CSS. */
  readonly colour: string
  readonly stroke?: number | undefined
  readonly runIds: readonly string[]
}
