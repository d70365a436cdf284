/** Items from `first` to before `end`. */
export interface Span {
  readonly first: number
  readonly end: number
}

/** What of a table is in view, in pixels. */
export interface Viewport {
  readonly top: number
  readonly left: number
  readonly width: number
  readonly height: number
  /** Whether it is further away from what was in view before than one sees at once. */
  readonly isFar: boolean
}

/** Rows are taken by so many at once, so that a table is not drawn anew for every pixel it moves. */
export const ROWS_AT_ONCE = 4
/** The same of columns, in pixels. */
export const PIXELS_AT_ONCE = 100
/** Rows above and below the window that are there already; of one that was flung far away they come once it is at rest. */
const BEYOND = 8
/** Pixels beside it in which columns are. */
const ASIDE = 2 * PIXELS_AT_ONCE

/** The rows of equal height that are in view or close to it; so many wherever one looks. */
export function rowsInView({ top, height, isFar }: Viewport, rowHeight: number, count: number): Span {
  const beyond = isFar ? 0 : BEYOND
  const shown = Math.ceil(height / rowHeight) + ROWS_AT_ONCE + 2 * beyond
  const first = Math.floor(top / rowHeight / ROWS_AT_ONCE) * ROWS_AT_ONCE - beyond
  const clamped = Math.max(0, Math.min(first, count - shown))
  return { first: clamped, end: Math.min(count, clamped + shown) }
}

/** The columns that are in view or close to it, behind a first one that stays where it is and is `fixed` pixels wide. */
export function columnsInView({ left, width }: Viewport, widths: readonly number[], fixed: number): Span {
  let edge = 0
  let first = 0
  while (first < widths.length && edge + (widths[first] ?? 0) < left - ASIDE) edge += widths[first++] ?? 0
  let end = first
  while (end < widths.length && edge < left + width - fixed + ASIDE) edge += widths[end++] ?? 0
  return { first, end }
}
