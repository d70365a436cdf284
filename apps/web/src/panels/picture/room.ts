import type { Paint } from './paint.ts'

/** Pixels of the line above a drawing, and of the legend below it. */
const BAR = 26
const LEGEND = 20

/** What colours say, where they say more than which run is which. */
export interface Meaning {
  readonly axis?: Paint['axis'] | undefined
  readonly categories?: Paint['categories'] | undefined
}

/** Pixels of a panel's height that are left for its drawing. */
export function roomOf(height: number, { axis, categories }: Meaning = {}): number {
  return height - BAR - (axis === undefined && categories === undefined ? 0 : LEGEND)
}
