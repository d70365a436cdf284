import { useMemo } from 'react'
import type { Pen } from '../../../charts/pen.ts'
import type { PanelProps } from '../../kind.ts'
import { Legend, legendOf } from '../../picture/legend.tsx'
import { PanelBody } from '../../picture/panel-body.tsx'
import { RowsPlot } from '../../picture/rows-plot.tsx'
import { useExports } from '../../picture/use-exports.ts'
import { useOpenRun } from '../../picture/use-open-run.ts'
import { type Tokens, useTokens } from '../../picture/use-tokens.ts'
import { byPoint } from '../../run-values/field.ts'
import { useRunValues } from '../../run-values/use-run-values.ts'
import { type BarModel, barModelOf, csvOf, plotRowsOf, reasonForNone, statusOf } from './bar-model.ts'
import type { Order } from './bars.ts'
import { drawBars } from './draw-bars.ts'

/** Values of runs as bars, the greatest first; or means of groups with how far their runs lie apart. */
export function BarChart(props: PanelProps) {
  const { width, height, title, exports } = props
  const { model, error } = useBarModel(props)
  const tokens = useTokens()
  const openRun = useOpenRun()
  const draw = useMemo(() => drawingOf(model, tokens), [model, tokens])
  const legend = { categories: model?.categories }
  useExports(
    exports,
    model === undefined || draw === undefined
      ? null
      : { csv: () => csvOf(model), figure: () => ({ width, height: model.height, draw, legend: legendOf(legend, tokens) }) },
  )
  const status = model === undefined ? '' : statusOf(model)
  return (
    <PanelBody
      {...{ width, height, status, error }}
      isPending={model === undefined && error === null}
      empty={model === undefined ? undefined : reasonForNone(model)}
    >
      {model === undefined || draw === undefined ? null : (
        <>
          <RowsPlot
            label={`${title}: ${status}`}
            rows={plotRowsOf(model)}
            width={width}
            height={model.height}
            top={model.layout.top}
            rowHeight={model.layout.rowHeight}
            draw={draw}
            onOpen={model.isGrouped ? undefined : (at) => openRun(model.shown[at]?.id ?? '')}
          />
          <Legend paint={legend} title="" />
        </>
      )}
    </PanelBody>
  )
}

function useBarModel(props: PanelProps): { readonly model: BarModel | undefined; readonly error: unknown } {
  const { options, groups, width, height } = props
  const [byId = '', ...valueIds] = byPoint(props.fields, options['point'])
  // Groups are made here: their means alone would not say how far their runs lie apart.
  const { values, error } = useRunValues(
    { ...props, groups: undefined },
    [byId, ...valueIds].filter((id) => id !== ''),
  )
  const order = orderOf(options['order'])
  const model = useMemo(
    () => (values === undefined ? undefined : barModelOf(values, { byId, valueIds, groups, order, width, height })),
    [values, byId, valueIds.join('\n'), groups, order, width, height],
  )
  return { model, error }
}

function orderOf(option: string | undefined): Order {
  return option === 'least' || option === 'table' ? option : 'most'
}

/** Undefined where there is nothing to draw along. */
function drawingOf(model: BarModel | undefined, tokens: Tokens): ((pen: Pen) => void) | undefined {
  if (model?.axis === undefined) return undefined
  const { shown, axis, layout, categories } = model
  return (pen) =>
    drawBars(pen, shown, {
      axis,
      layout,
      ink: tokens.ink,
      colourOf: ({ colour }, metric) => tokens.resolve(categories?.[metric]?.colour ?? colour),
    })
}
