import type { Assignment } from '../params/change-value.ts'

/** The values of one point, in the order of the overrides. */
export type Point = readonly Assignment[]

/** What became of a point: its metric, or undefined where it has none, since it failed. */
export interface Told {
  readonly point: Point
  readonly value: number | undefined
}

/**
 * Says which points are tried. What a search owes: the same definition and history give the same next point, so that a sweep that was ended goes on as if it had
 * not been.
 */
export interface Search extends AsyncDisposable {
  /** The next point; undefined when there are no more. */
  ask(): Promise<Point | undefined>
  /** Is told of each point that it was asked for, once. */
  tell(told: Told): Promise<void>
}
