/** Strokes and gaps that tell curves of one colour apart: the first is a line without. */
const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 2], [1, 2], [14, 4], [10, 3, 2, 3, 2, 3]]

export function dashOf(stroke: number): readonly number[] {
  return dashes[stroke % dashes.length] ?? []
}
