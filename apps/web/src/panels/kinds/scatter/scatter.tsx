import { useMemo, useState } from 'react'
import type { Pen } from '../../../charts/pen.ts'
import type { PanelProps } from '../../kind.ts'
import { Legend, legendOf } from '../../picture/legend.tsx'
import { PanelBody } from '../../picture/panel-body.tsx'
import { PickedTools } from '../../picture/picked-tools.tsx'
import { printValues } from '../../picture/print-values.ts'
import { useExports } from '../../picture/use-exports.ts'
import { useTokens } from '../../picture/use-tokens.ts'
import { byPoint } from '../../run-values/field.ts'
import { useRunValues } from '../../run-values/use-run-values.ts'
import { type Brush, conditionsOf, runsWithin } from './brush.ts'
import { drawScatter } from './draw-scatter.ts'
import { reasonForNone, scatterModelOf, statusOf } from './scatter-model.ts'
import { ScatterPlot } from './scatter-plot.tsx'

/** Runs by two of their values, coloured and sized by others. A click opens a run, a rectangle picks several. */
export function Scatter(props: PanelProps) {
  const { options, width, height, isLog, selected, exports, title, onSelect, onFilter } = props
  const fields = byPoint(props.fields, options['point'])
  const { values, error } = useRunValues(
    props,
    fields.filter((id) => id !== ''),
  )
  const tokens = useTokens()
  const [brush, setBrush] = useState<Brush>()
  const model = useMemo(
    () => (values === undefined ? undefined : scatterModelOf(values, { fields, options, isLog, width, height, tokens })),
    [values, fields.join('\n'), width, height, options, isLog, tokens],
  )
  const draw = useMemo(() => {
    if (model === undefined) return undefined
    const picked = new Set(selected)
    const isMarked = (index: number) => model.values.runs[index]?.runIds.some((id) => picked.has(id)) === true
    return (pen: Pen) => drawScatter(pen, { ...model, isMarked, ink: tokens.ink })
  }, [model, selected, tokens])
  useExports(
    exports,
    model === undefined || draw === undefined
      ? null
      : {
          csv: () => printValues(model.values),
          figure: () => ({ width, height: model.height, draw, legend: legendOf(model.paint, tokens) }),
        },
  )
  const brushed = useMemo(() => (model === undefined || brush === undefined ? [] : runsWithin(model, brush)), [model, brush])
  const status = model === undefined ? '' : statusOf(model)
  return (
    <PanelBody
      {...{ width, height, status, error }}
      isPending={values === undefined && error === null}
      empty={values === undefined ? undefined : reasonForNone(values, model, fields)}
      tools={
        model === undefined || brush === undefined ? null : (
          <PickedTools
            runIds={brushed}
            conditions={conditionsOf(model, brush)}
            onSelect={onSelect}
            onFilter={onFilter}
            onClear={() => setBrush(undefined)}
          />
        )
      }
    >
      {model === undefined || draw === undefined ? null : (
        <>
          <ScatterPlot
            label={`${title}: ${status}. Arrow keys go from run to run, Enter opens one, Space picks it.`}
            {...{ model, draw, width, brush, selected, onSelect }}
            onBrush={setBrush}
          />
          <Legend paint={model.paint} title={model.legendTitle} />
        </>
      )}
    </PanelBody>
  )
}
