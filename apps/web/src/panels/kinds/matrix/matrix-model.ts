import { MOST_RUNS_WITH_FILES, type RunWithFiles } from '../../artifacts/run-with-files.ts'
import { printRows } from '../../picture/print-values.ts'
import { cellsOf, differenceOf, type Norm } from './cells.ts'
import type { DrawnMatrix } from './draw-matrices.ts'
import type { Matrix } from './parse-matrix.ts'
import type { RunMatrix } from './use-run-matrices.ts'

/** Matrices beside each other, or what two of them differ in. */
export interface MatrixModel {
  readonly found: readonly { readonly run: RunWithFiles; readonly matrix: Matrix }[]
  readonly shown: readonly DrawnMatrix[]
  readonly norm: Norm
  readonly isDifference: boolean
}

interface Wanted {
  readonly norm: Norm
  readonly isDifference: boolean
}

/** A difference takes two matrices: with fewer they are shown as they are. */
export function matrixModelOf(rows: readonly RunMatrix[], { norm, isDifference }: Wanted): MatrixModel {
  const found = rows.flatMap(({ run, matrix }) => (matrix === undefined ? [] : [{ run, matrix }]))
  const [first, second] = found
  if (isDifference && first !== undefined && second !== undefined) {
    const cells = differenceOf(first.matrix, second.matrix, norm)
    return { found, shown: [{ title: `${second.run.name} − ${first.run.name}`, cells }], norm, isDifference: true }
  }
  const shown = found.map(({ run, matrix }) => ({ title: run.name, cells: cellsOf(matrix, norm) }))
  return { found, shown, norm, isDifference: false }
}

interface Shown {
  readonly rows: readonly RunMatrix[]
  readonly path: string
  readonly isPicture: boolean
  /** How many runs there are, of which the first are shown. */
  readonly runs: number
}

/** How much is shown of how much. */
export function statusOf({ found, isDifference }: MatrixModel, wantsDifference: boolean, { rows, path, isPicture, runs }: Shown): string {
  const cut = runs > MOST_RUNS_WITH_FILES ? ` The first ${MOST_RUNS_WITH_FILES} of ${runs} runs; pick others in the table.` : ''
  if (isPicture) return `Pictures: their numbers can not be read.${cut}`
  const missing = wantsDifference && !isDifference ? ' A difference takes two.' : ''
  return `${found.length} of ${rows.length} runs have a matrix in ${path}.${missing}${cut}`
}

/** Why there is nothing to show; undefined where there is, or may still be. */
export function reasonForNone({ found }: MatrixModel, isReading: boolean, { rows, path, isPicture, runs }: Shown): string | undefined {
  if (runs === 0) return 'No runs.'
  if (path === '') return 'No file was named.'
  return isPicture || found.length > 0 || isReading ? undefined : [...new Set(rows.map(({ reason }) => reason))].join(' ')
}

/** A line per cell, of all runs. */
export function csvOf({ found }: MatrixModel): string {
  return printRows([
    ['run_id', 'run_name', 'actual', 'predicted', 'count'],
    ...found.flatMap(({ run, matrix: { actual, predicted, counts } }) =>
      actual.flatMap((from, row) => predicted.map((to, column) => [run.id, run.name, from, to, counts[row]?.[column] ?? 0])),
    ),
  ])
}
