import { useState } from 'react'
import { labelOf } from '../../picture/axis.ts'
import { DrawnCanvas } from '../../picture/drawn-canvas.tsx'
import styles from '../../picture/picture.module.css'
import { placeOf } from '../../picture/place-of.ts'
import { PointedRun } from '../../picture/pointed-run.tsx'
import { useOpenRun } from '../../picture/use-open-run.ts'
import type { Tokens } from '../../picture/use-tokens.ts'
import { AxisBrush } from './axis-brush.tsx'
import { AxisTitle } from './axis-title.tsx'
import { LinesCanvas } from './lines-canvas.tsx'
import { nearestLine, shareOf } from './lines.ts'
import type { ParallelModel } from './parallel-model.ts'
import { type Brushes, withRanges } from './ranges.ts'
import { useLayers } from './use-layers.ts'

interface Props {
  readonly label: string
  readonly model: ParallelModel
  readonly width: number
  readonly tokens: Tokens
  readonly picked: readonly number[]
  readonly brushes: Brushes
  readonly onBrush: (next: Brushes, isDone: boolean) => void
  /** Takes an axis to the place of another. */
  readonly onMove: (from: number, to: number) => void
}

/** Pixels around a line in which it is meant. */
const REACH = 6

interface Pointed {
  /** Of the run. */
  readonly index: number
  readonly x: number
  readonly y: number
}

/** The lines, with brushes and names on the axes, and the run under the mouse in words. */
export function ParallelPlot({ label, model, width, tokens, picked, brushes, onBrush, onMove }: Props) {
  const { values, columns, lines, height } = model
  const openRun = useOpenRun()
  const [pointed, setPointed] = useState<Pointed>()
  const { ground, front, drawTop } = useLayers(model, { picked, pointed: pointed?.index, tokens })
  return (
    <div
      className={styles['plot']}
      style={{ width, height, cursor: pointed === undefined ? 'default' : 'pointer' }}
      role="group"
      aria-label={label}
      onPointerMove={(event) => {
        const at = placeOf(event)
        const index = event.buttons === 0 ? nearestLine(lines, picked, { ...at, reach: REACH }) : -1
        setPointed(index < 0 ? undefined : { index, ...at })
      }}
      onPointerLeave={() => setPointed(undefined)}
      onClick={({ target }) => {
        const run = pointed === undefined ? undefined : values.runs[pointed.index]
        if (run?.runIds.length === 1 && (target as Element).tagName === 'CANVAS') openRun(run.id)
      }}
    >
      {brushes.size > 0 ? <LinesCanvas key="all" {...{ width, height }} drawing={ground} layer="all" /> : null}
      <LinesCanvas key="picked" {...{ width, height }} drawing={front} layer="picked" />
      <DrawnCanvas {...{ width, height }} draw={drawTop} />
      {lines.axes.map((axis, at) => (
        <AxisBrush
          key={axis.column.field.id}
          axis={axis}
          x={lines.x[at] ?? 0}
          ranges={brushes.get(axis.column.field.id) ?? []}
          onChange={(ranges, isDone) => onBrush(withRanges(brushes, axis.column.field.id, ranges), isDone)}
        />
      ))}
      {columns.map(({ field }, at) => (
        <AxisTitle
          key={field.id}
          title={field.title}
          x={lines.x[at] ?? 0}
          share={shareOf(lines)}
          at={at}
          count={columns.length}
          onMove={(to) => onMove(at, to)}
        />
      ))}
      {pointed === undefined ? null : <LineInWords {...{ model, pointed, width }} />}
    </div>
  )
}

function LineInWords({ model, pointed, width }: { readonly model: ParallelModel; readonly pointed: Pointed; readonly width: number }) {
  const { runs, columns } = model.values
  return (
    <PointedRun
      run={runs[pointed.index]}
      entries={columns.map((column) => ({ name: column.field.title, value: labelOf(column, column.numbers[pointed.index] ?? Number.NaN) }))}
      colour={model.paint.colourOf(pointed.index)}
      at={pointed}
      width={width}
    />
  )
}
