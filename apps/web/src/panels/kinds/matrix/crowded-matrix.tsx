import { useMemo, useState } from 'react'
import type { Pen } from '../../../charts/pen.ts'
import { DrawnCanvas } from '../../picture/drawn-canvas.tsx'
import { mixRamp } from '../../picture/ramp.ts'
import type { Tokens } from '../../picture/use-tokens.ts'
import { type Cells, type Norm, printCell } from './cells.ts'
import styles from './matrix.module.css'

interface Props {
  readonly title: string
  readonly cells: Cells
  readonly norm: Norm
  readonly isDifference: boolean
  readonly tokens: Tokens
}

/** Pixels of the whole, about, and of a cell. */
const SIDE = 260
const LEAST = 2

/** A matrix of many classes: colours alone, the cell under the mouse in words, and the classes that are mixed up most. */
export function CrowdedMatrix({ title, cells, norm, isDifference, tokens }: Props) {
  const { actual, predicted, values, heat } = cells
  const [pointed, setPointed] = useState<{ readonly row: number; readonly column: number }>()
  const cell = Math.max(LEAST, Math.floor(SIDE / Math.max(actual.length, predicted.length)))
  const draw = useMemo(() => {
    const ends = {
      more: [tokens.ink.surface, tokens.resolve('var(--accent)')],
      less: [tokens.ink.surface, tokens.resolve('var(--series-1)')],
    }
    return (pen: Pen) => {
      for (const [row, line] of heat.entries()) {
        for (const [column, part] of line.entries()) {
          pen.fillStyle = mixRamp(part < 0 ? ends.less : ends.more, Math.abs(part))
          pen.fillRect(column * cell, row * cell, cell, cell)
        }
      }
    }
  }, [heat, cell, tokens])
  const textOf = (row: number, column: number) =>
    `${actual[row] ?? ''} taken for ${predicted[column] ?? ''}: ${printCell(values[row]?.[column] ?? 0, norm, isDifference)}`
  const worst = useMemo(() => mixedUp(cells), [cells])
  return (
    <>
      <div
        style={{ width: predicted.length * cell, height: actual.length * cell, outline: '1px solid var(--line)' }}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          setPointed({ row: Math.floor((event.clientY - box.top) / cell), column: Math.floor((event.clientX - box.left) / cell) })
        }}
        onPointerLeave={() => setPointed(undefined)}
      >
        <DrawnCanvas
          width={predicted.length * cell}
          height={actual.length * cell}
          draw={draw}
          label={`${title}: ${actual.length} actual classes down, ${predicted.length} predicted ones across`}
        />
      </div>
      <p className={styles['soft']}>
        {pointed === undefined || pointed.row >= actual.length ? 'Mixed up most:' : textOf(pointed.row, pointed.column)}
      </p>
      <ol className={styles['worst']}>
        {worst.map(({ row, column }) => (
          <li key={`${row} ${column}`}>{textOf(row, column)}</li>
        ))}
      </ol>
    </>
  )
}

const MOST_WORST = 4

/** The cells beside the diagonal that are filled most. */
function mixedUp({ actual, predicted, heat }: Cells): { readonly row: number; readonly column: number }[] {
  const all = heat.flatMap((line, row) => line.map((part, column) => ({ row, column, part: Math.abs(part) })))
  return all
    .filter(({ row, column, part }) => part > 0 && actual[row] !== predicted[column])
    .toSorted((a, b) => b.part - a.part)
    .slice(0, MOST_WORST)
}
