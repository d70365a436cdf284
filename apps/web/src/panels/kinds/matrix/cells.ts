import type { Matrix } from './parse-matrix.ts'

/** What is written into cells: counts, or which part of the actual class each is. */
export type Norm = 'counts' | 'rows'

/** A matrix as it is drawn. */
export interface Cells {
  readonly actual: readonly string[]
  readonly predicted: readonly string[]
  readonly values: readonly (readonly number[])[]
  /** How far each cell is filled: −1 to 1, below zero in the other colour. */
  readonly heat: readonly (readonly number[])[]
}

/** Filled by the part of the row, so that rare classes are seen as well as frequent ones. */
export function cellsOf(matrix: Matrix, norm: Norm): Cells {
  const parts = partsOf(matrix.counts)
  return { ...matrix, values: norm === 'rows' ? parts : matrix.counts, heat: parts }
}

/** The second less the first, over the classes of both. */
export function differenceOf(first: Matrix, second: Matrix, norm: Norm): Cells {
  const actual = [...new Set([...first.actual, ...second.actual])]
  const predicted = [...new Set([...first.predicted, ...second.predicted])]
  const laid = [first, second].map((matrix) => {
    const counts = actual.map((from) =>
      predicted.map((to) => matrix.counts[matrix.actual.indexOf(from)]?.[matrix.predicted.indexOf(to)] ?? 0),
    )
    return norm === 'rows' ? partsOf(counts) : counts
  })
  const values = actual.map((_, row) => predicted.map((__, column) => (laid[1]?.[row]?.[column] ?? 0) - (laid[0]?.[row]?.[column] ?? 0)))
  const most = Math.max(...values.flat().map(Math.abs))
  return { actual, predicted, values, heat: values.map((row) => row.map((value) => (most === 0 ? 0 : value / most))) }
}

/** Of what was of a class at all; a class without things has zeros. */
function partsOf(counts: readonly (readonly number[])[]): number[][] {
  return counts.map((row) => {
    const sum = row.reduce((total, count) => total + count, 0)
    return row.map((count) => (sum === 0 ? 0 : count / sum))
  })
}

/** The part of all things that were taken for what they are; NaN where there are none. */
export function accuracyOf({ actual, predicted, counts }: Matrix): { readonly accuracy: number; readonly total: number } {
  const total = counts.flat().reduce((sum, count) => sum + count, 0)
  const right = actual.reduce((sum, name, row) => sum + (counts[row]?.[predicted.indexOf(name)] ?? 0), 0)
  return { accuracy: right / total, total }
}

/** A value as a cell has it. Parts of matrices that were normalised before they were logged are no whole numbers. */
export function printCell(value: number, norm: Norm, isSigned: boolean): string {
  const sign = isSigned && value > 0 ? '+' : ''
  const text =
    norm === 'rows' ? `${(value * 100).toFixed(Math.abs(value) >= 0.995 || value === 0 ? 0 : 1)} %` : String(Number(value.toPrecision(4)))
  return `${sign}${text}`.replace('-', '−')
}
