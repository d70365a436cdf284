/** What a column gives when there is too little room; see `Column`. */
export interface Giving {
  readonly giveWay?: number
  readonly narrowest?: number
}

export interface Room {
  /** Cells of a line. */
  readonly available: number
  /** Cells between two columns. */
  readonly gap: number
}

/** The widths columns get; undefined for those left out. As few as possible are left out, and then as little as possible is cut. */
export function fitWidths(natural: readonly number[], columns: readonly Giving[], { available, gap }: Room): (number | undefined)[] {
  const least = natural.map((width, index) => Math.min(width, columns[index]?.narrowest ?? width))
  const order = columns
    .map((column, index) => ({ index, rank: column.giveWay ?? 0 }))
    .filter(({ rank }) => rank > 0)
    // Of equals, the last one gives way first.
    .sort((a, b) => b.rank - a.rank || b.index - a.index)
  const fitted: (number | undefined)[] = [...least]
  for (const { index } of order) if (lineWidth(fitted, gap) > available) fitted[index] = undefined
  // What is left over goes to the columns that were cut, the ones that give way last first.
  for (const { index } of order.toReversed()) {
    const width = fitted[index]
    if (width !== undefined) fitted[index] = Math.min(natural[index] ?? 0, width + Math.max(0, available - lineWidth(fitted, gap)))
  }
  return fitted
}

function lineWidth(widths: readonly (number | undefined)[], gap: number): number {
  const shown = widths.filter((width) => width !== undefined)
  return shown.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, shown.length - 1)
}
