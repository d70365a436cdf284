import { useMemo } from 'react'
import type { Pen } from '../../../charts/pen.ts'
import type { PanelProps } from '../../kind.ts'
import { PanelBody } from '../../picture/panel-body.tsx'
import { roomOf } from '../../picture/room.ts'
import { RowsPlot } from '../../picture/rows-plot.tsx'
import { useExports } from '../../picture/use-exports.ts'
import { useTokens } from '../../picture/use-tokens.ts'
import { byPoint } from '../../run-values/field.ts'
import { useRunValues } from '../../run-values/use-run-values.ts'
import { boxModelOf, csvOf, plotRowsOf, reasonForNone, statusOf } from './box-model.ts'
import { drawBoxes } from './draw-boxes.ts'

/** How a value is spread over all runs of the table: one box per value of a param or tag, per group of the page, or for all. */
export function BoxPlot(props: PanelProps) {
  const { options, groups, width, isLog, exports, title } = props
  const height = roomOf(props.height)
  const [valueId = '', byId = ''] = byPoint(props.fields, options['point'])
  const asked = [valueId, byId].filter((id) => id !== '')
  const { values, error } = useRunValues({ ...props, groups: undefined }, asked)
  const tokens = useTokens()
  const model = useMemo(
    () => (values === undefined ? undefined : boxModelOf(values, { valueId, byId, groups, isLog, width, height, resolve: tokens.resolve })),
    [values, valueId, byId, groups, isLog, width, height, tokens],
  )
  const draw = useMemo(() => {
    if (model === undefined) return undefined
    const { shown, axis, layout } = model
    return (pen: Pen) => drawBoxes(pen, shown, { axis, layout, ink: tokens.ink })
  }, [model, tokens])
  useExports(
    exports,
    model === undefined || draw === undefined ? null : { csv: () => csvOf(model), figure: () => ({ width, height, draw, legend: [] }) },
  )
  const status = model === undefined ? '' : statusOf(model)
  return (
    <PanelBody
      {...{ width, status, error }}
      height={props.height}
      isPending={values === undefined && error === null}
      empty={values === undefined ? undefined : reasonForNone(values, model, valueId)}
    >
      {model === undefined || draw === undefined ? null : (
        <RowsPlot
          label={`${title}: ${status}`}
          rows={plotRowsOf(model)}
          width={width}
          height={height}
          top={model.layout.top}
          rowHeight={model.layout.rowHeight}
          draw={draw}
        />
      )}
    </PanelBody>
  )
}
