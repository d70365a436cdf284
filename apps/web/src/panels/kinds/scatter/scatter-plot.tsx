import type { Pen } from '../../../charts/pen.ts'
import { labelOf } from '../../picture/axis.ts'
import { DrawnCanvas } from '../../picture/drawn-canvas.tsx'
import styles from '../../picture/picture.module.css'
import { PointedRun } from '../../picture/pointed-run.tsx'
import { rectangleOf } from './brush.ts'
import { Ring, Shade } from './marks.tsx'
import type { ScatterModel } from './scatter-model.ts'
import { type Marked, useMarking } from './use-marking.ts'

interface Props extends Marked {
  readonly label: string
  readonly draw: (pen: Pen) => void
  readonly width: number
}

/** The drawing, with marks on what is pointed at and what is brushed. */
export function ScatterPlot(props: Props) {
  const { label, model, draw, width, brush } = props
  const { pointed, drawn, isPressed, listeners } = useMarking(props)
  const shaded = drawn ?? (brush === undefined ? undefined : rectangleOf(model, brush))
  const isPointed = model.points.indexes[pointed] !== undefined
  return (
    <div
      className={styles['plot']}
      style={{ width, height: model.height, cursor: pointed >= 0 ? 'pointer' : 'crosshair' }}
      role="application"
      aria-roledescription="scatter plot"
      aria-label={label}
      tabIndex={0}
      {...listeners}
    >
      <DrawnCanvas width={width} height={model.height} draw={draw} />
      {shaded === undefined ? null : <Shade rectangle={shaded} />}
      {isPointed ? <Ring points={model.points} point={pointed} /> : null}
      {isPointed && !isPressed ? <PointInWords model={model} point={pointed} width={width} /> : null}
    </div>
  )
}

function PointInWords({ model, point, width }: { readonly model: ScatterModel; readonly point: number; readonly width: number }) {
  const { values, points, paint } = model
  const index = points.indexes[point] ?? -1
  return (
    <PointedRun
      run={values.runs[index]}
      entries={values.columns.map((column) => ({ name: column.field.title, value: labelOf(column, column.numbers[index] ?? Number.NaN) }))}
      colour={paint.colourOf(index)}
      at={{ x: points.x[point] ?? 0, y: points.y[point] ?? 0 }}
      width={width}
    />
  )
}
