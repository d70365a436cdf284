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
  const ranks = [...new Set(order.map(({ rank }) => rank))].toReversed()
  for (const rank of ranks)
    widen(fitted, natural, { among: order.filter((column) => column.rank === rank), spare: available - lineWidth(fitted, gap) })
  return fitted
}

interface Spare {
  readonly among: readonly { readonly index: number }[]
  readonly spare: number
}

/** Gives spare cells to columns that were cut, in equal parts; those that give way last are asked first. */
function widen(fitted: (number | undefined)[], natural: readonly number[], { among, spare }: Spare): void {
  let left = spare
  for (let hungry = among; hungry.length > 0 && left > 0;) {
    hungry = hungry.filter(({ index }) => fitted[index] !== undefined && fitted[index] < (natural[index] ?? 0))
    for (const { index } of hungry.slice(0, left)) fitted[index] = (fitted[index] ?? 0) + 1
    left -= hungry.length
  }
}

function lineWidth(widths: readonly (number | undefined)[], gap: number): number {
  const shown = widths.filter((width) => width !== undefined)
  return shown.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, shown.length - 1)
}
