import { countText } from '../../picture/count-text.ts'
import { type Paint, paintBy } from '../../picture/paint.ts'
import { roomOf } from '../../picture/room.ts'
import type { Tokens } from '../../picture/use-tokens.ts'
import type { Column } from '../../run-values/column.ts'
import type { RunValues } from '../../run-values/run-values.ts'
import { type Lines, linesOf } from './lines.ts'

interface Wanted {
  /** Of the axes. */
  readonly ids: readonly string[]
  readonly colourId: string | undefined
  readonly width: number
  readonly height: number
  readonly tokens: Tokens
}

/** Where the lines of runs go, and in which colours. */
export interface ParallelModel {
  readonly values: RunValues
  /** Those that have an axis. */
  readonly columns: readonly Column[]
  readonly lines: Lines
  readonly paint: Paint
  readonly legendTitle: string
  /** Pixels of the drawing. */
  readonly height: number
}

export function parallelModelOf(values: RunValues, { ids, colourId, width, height, tokens }: Wanted): ParallelModel {
  const columns = values.columns.filter(({ field }) => ids.includes(field.id))
  const colour = values.columns.find(({ field }) => field.id === colourId)
  const paint = paintBy(colour, values.runs, tokens)
  const room = roomOf(height, paint)
  const lines = linesOf(columns, { count: values.runs.length, width, height: room })
  return { values, columns, lines, paint, legendTitle: colour?.field.title ?? '', height: room }
}

/** How many runs are shown, and which have no value on an axis. */
export function statusOf({ values, columns }: ParallelModel): string {
  return countText({ ...values, columns }, values.runs.length)
}

/** The rows of some runs. */
export function valuesOf({ values }: ParallelModel, indexes: readonly number[]): RunValues {
  return {
    ...values,
    runs: indexes.map((index) => values.runs[index]).filter((run) => run !== undefined),
    columns: values.columns.map((column) => ({ ...column, cells: indexes.map((index) => column.cells[index]) })),
  }
}
