import { useMemo } from 'react'
import type { PanelProps } from '../../kind.ts'
import { Legend, legendOf } from '../../picture/legend.tsx'
import { PanelBody } from '../../picture/panel-body.tsx'
import { PickedTools } from '../../picture/picked-tools.tsx'
import { printValues } from '../../picture/print-values.ts'
import { useExports } from '../../picture/use-exports.ts'
import { useTokens } from '../../picture/use-tokens.ts'
import { drawWhole } from './draw-axes.ts'
import { moved } from './lines.ts'
import { parallelModelOf, statusOf, valuesOf } from './parallel-model.ts'
import { ParallelPlot } from './parallel-plot.tsx'
import { brushedRuns, conditionsOf } from './ranges.ts'
import { useAxisValues } from './use-axis-values.ts'
import { useBrushes } from './use-brushes.ts'

/** All runs of the table as lines across axes of params and metrics. Ranges of the axes pick those that go through all of them. */
export function Parallel(props: PanelProps) {
  const { fields, onChange, width, height, title, exports, onSelect, onFilter } = props
  const { axes, ids, colourId, values, error } = useAxisValues(props)
  const tokens = useTokens()
  const model = useMemo(
    () => (values === undefined || ids === undefined ? undefined : parallelModelOf(values, { ids, colourId, width, height, tokens })),
    [values, ids?.join('\n'), colourId, width, height, tokens],
  )
  const { brushes, brush } = useBrushes(props, model?.columns)
  const isBrushed = brushes.size > 0
  const picked = useMemo(() => (model === undefined ? [] : brushedRuns(model.lines.count, model.columns, brushes)), [model, brushes])
  useExports(
    exports,
    model === undefined
      ? null
      : {
          csv: () => printValues(valuesOf(model, picked)),
          figure: () => ({
            width,
            height: model.height,
            legend: legendOf(model.paint, tokens),
            draw: (pen) => drawWhole(pen, model.lines, { picked, isBrushed, colourOf: model.paint.colourOf, ink: tokens.ink }),
          }),
        },
  )
  const status = model === undefined ? '' : statusOf(model)
  const across = model?.columns.map(({ field }) => field.title).join(', ')
  return (
    <PanelBody
      {...{ width, height, status, error }}
      isPending={values === undefined && error === null && ids?.length !== 0}
      empty={ids?.length === 0 ? 'These runs have no params and no metrics.' : values?.runs.length === 0 ? 'No runs.' : undefined}
      tools={
        model === undefined || !isBrushed ? null : (
          <PickedTools
            runIds={picked.flatMap((index) => model.values.runs[index]?.runIds ?? [])}
            conditions={conditionsOf(model.columns, brushes)}
            onSelect={onSelect}
            onFilter={onFilter}
            onClear={() => brush(new Map(), true)}
          />
        )
      }
    >
      {model === undefined ? null : (
        <>
          <ParallelPlot
            label={`${title}: ${status} across ${across}${isBrushed ? `; ${picked.length} are in the ranges` : ''}`}
            {...{ model, width, tokens, picked, brushes }}
            onBrush={brush}
            onMove={(from, to) => {
              if (from !== to) onChange?.({ fields: [fields[0] ?? '', ...moved(axes ?? [], from, to)] })
            }}
          />
          <Legend paint={model.paint} title={model.legendTitle} />
        </>
      )}
    </PanelBody>
  )
}
