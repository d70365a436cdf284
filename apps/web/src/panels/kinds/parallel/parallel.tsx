import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import type { PanelProps } from '../../kind.ts'
import { labelOf } from '../../picture/axis.ts'
import { countText } from '../../picture/count-text.ts'
import { DrawnCanvas } from '../../picture/drawn-canvas.tsx'
import { Legend, LEGEND, legendOf } from '../../picture/legend.tsx'
import { paintBy } from '../../picture/paint.ts'
import { BAR, PanelBody } from '../../picture/panel-body.tsx'
import { PickedTools } from '../../picture/picked-tools.tsx'
import styles from '../../picture/picture.module.css'
import { PointedRun } from '../../picture/pointed-run.tsx'
import { printValues } from '../../picture/print-values.ts'
import { useTokens } from '../../picture/use-tokens.ts'
import { conditionOf } from '../../run-values/condition.ts'
import { byPoint } from '../../run-values/field.ts'
import { useRunValues } from '../../run-values/use-run-values.ts'
import { AxisBrush } from './axis-brush.tsx'
import { AxisTitle } from './axis-title.tsx'
import { drawAxes, drawLines } from './draw-lines.ts'
import { shadesOf } from './line-painter.ts'
import { LinesCanvas } from './lines-canvas.tsx'
import { linesOf, moved, nearestLine } from './lines.ts'
import { brushedRuns, type Brushes, parseBrushes, printBrushes, withRanges } from './ranges.ts'
import { useAxes } from './use-axes.ts'

const REACH = 6

/** All runs of the table as lines across axes of params and metrics. Ranges of the axes pick those that go through all of them. */
export function Parallel(props: PanelProps) {
  const { options, onChange, width, height, title, exports, experimentIds } = props
  const named = useAxes(
    experimentIds,
    props.fields.slice(1).filter((id) => id !== ''),
  )
  const fields = byPoint(props.fields, options['point'])
  const ids = named === undefined ? undefined : byPoint(named, options['point'])
  // Coloured by what was asked for, else by the last metric: that is what one looks for.
  const colourId = (fields[0] ?? '') === '' ? ids?.findLast((id) => id.includes('metrics.')) : fields[0]
  const asked = ids === undefined ? [] : colourId === undefined || ids.includes(colourId) ? ids : [...ids, colourId]
  const { values, error } = useRunValues({ ...props, isInView: props.isInView && asked.length > 0 }, asked)
  const tokens = useTokens()
  const navigate = useNavigate()
  const [draft, setDraft] = useState<Brushes>()
  const [pointed, setPointed] = useState<{ readonly index: number; readonly x: number; readonly y: number }>()

  const model = useMemo(() => {
    if (values === undefined || ids === undefined) return undefined
    const columns = values.columns.filter(({ field }) => ids.includes(field.id))
    const paint = paintBy(
      values.columns.find(({ field }) => field.id === colourId),
      values.runs,
      tokens,
    )
    const room = height - BAR - (paint.axis === undefined && paint.categories === undefined ? 0 : LEGEND)
    return { columns, paint, height: room, lines: linesOf(columns, { count: values.runs.length, width, height: room }) }
  }, [values, ids?.join('\n'), colourId, width, height, tokens])
  const kept = useMemo(() => parseBrushes(options['pick'] ?? '', model?.columns ?? []), [options['pick'], model?.columns])
  const brushes = draft ?? kept
  const isBrushed = brushes.size > 0
  const picked = useMemo(() => (model === undefined ? [] : brushedRuns(model.lines.count, model.columns, brushes)), [model, brushes])
  const crowd = picked.length > 2_000 ? 0.25 : picked.length > 300 ? 0.45 : 0.85

  const ground = useMemo(() => {
    if (model === undefined) return undefined
    const { x, y, none, count } = model.lines
    const indexes = Uint32Array.from({ length: count }, (_, index) => index)
    return { lines: { x, y, none }, indexes, ...shadesOf(count, () => tokens.ink.line), alpha: 0.5, stroke: 1 }
  }, [model, tokens])
  const shades = useMemo(() => (model === undefined ? undefined : shadesOf(model.lines.count, model.paint.colourOf)), [model])
  const front = useMemo(() => {
    if (model === undefined || shades === undefined) return undefined
    const { x, y, none } = model.lines
    return { lines: { x, y, none }, indexes: Uint32Array.from(picked), ...shades, alpha: crowd, stroke: 1.25 }
  }, [model, shades, picked, crowd])
  const size = { width, height: model?.height ?? 0 }
  const drawTop = useMemo(() => {
    if (model === undefined) return undefined
    const { lines, paint } = model
    return (pen: Parameters<typeof drawAxes>[0]) => {
      if (pointed !== undefined) {
        drawLines(pen, lines, { indexes: [pointed.index], colourOf: () => tokens.ink.surface, alpha: 1, width: 6 })
        drawLines(pen, lines, { indexes: [pointed.index], colourOf: paint.colourOf, alpha: 1, width: 3 })
      }
      drawAxes(pen, lines, { ink: tokens.ink, hasTitles: false })
    }
  }, [model, pointed?.index, tokens])
  useEffect(() => {
    exports.current =
      model === undefined || values === undefined
        ? null
        : {
            csv: () => printValues({ ...values, ...only(values, picked) }),
            figure: () => ({
              width,
              height: model.height,
              legend: legendOf(model.paint, tokens),
              draw: (pen) => {
                const { lines, paint } = model
                const all = Array.from({ length: lines.count }, (_, at) => at)
                if (isBrushed) drawLines(pen, lines, { indexes: all, colourOf: () => tokens.ink.line, alpha: 0.5, width: 1 })
                drawLines(pen, lines, { indexes: picked, colourOf: paint.colourOf, alpha: crowd, width: 1.25 })
                drawAxes(pen, lines, { ink: tokens.ink, hasTitles: true })
              },
            }),
          }
  }, [model, values, picked, isBrushed, crowd, width, tokens, exports])

  const keep = (next: Brushes) => {
    const text = printBrushes(next, model?.columns ?? [])
    if (onChange === undefined) return setDraft(next)
    setDraft(undefined)
    onChange({ options: { pick: text } })
  }
  const status = values === undefined ? '' : countText({ ...values, columns: model?.columns ?? [] }, values.runs.length)
  const share = model === undefined || model.lines.x.length < 2 ? 200 : (model.lines.x[1] ?? 0) - (model.lines.x[0] ?? 0)
  return (
    <PanelBody
      {...{ width, height, status, error }}
      isPending={values === undefined && error === null && ids?.length !== 0}
      empty={ids?.length === 0 ? 'These runs have no params and no metrics.' : values?.runs.length === 0 ? 'No runs.' : undefined}
      tools={
        !isBrushed || model === undefined || values === undefined ? null : (
          <PickedTools
            runIds={picked.flatMap((index) => values.runs[index]?.runIds ?? [])}
            conditions={model.columns.flatMap((column) => {
              const ranges = brushes.get(column.field.id)
              return ranges === undefined ? [] : [conditionOf(column, ranges)]
            })}
            onSelect={props.onSelect}
            onFilter={props.onFilter}
            onClear={() => keep(new Map())}
          />
        )
      }
    >
      {model === undefined || values === undefined || drawTop === undefined ? null : (
        <>
          <div
            className={styles['plot']}
            style={{ ...size, cursor: pointed === undefined ? 'default' : 'pointer' }}
            role="group"
            aria-label={`${title}: ${status} across ${model.columns.map(({ field }) => field.title).join(', ')}${isBrushed ? `; ${picked.length} are in the ranges` : ''}`}
            onPointerMove={(event) => {
              const box = event.currentTarget.getBoundingClientRect()
              const at = { x: event.clientX - box.left, y: event.clientY - box.top }
              const index = event.buttons === 0 ? nearestLine(model.lines, picked, { ...at, reach: REACH }) : -1
              setPointed(index < 0 ? undefined : { index, ...at })
            }}
            onPointerLeave={() => setPointed(undefined)}
            onClick={(event) => {
              const run = pointed === undefined ? undefined : values.runs[pointed.index]
              if (run?.runIds.length !== 1 || (event.target as Element).tagName !== 'CANVAS') return
              void navigate({ to: '/r/$run/$tab', params: { run: run.id, tab: 'overview' } })
            }}
          >
            {isBrushed && ground !== undefined ? <LinesCanvas key="all" {...size} drawing={ground} layer="all" /> : null}
            {front === undefined ? null : <LinesCanvas key="picked" {...size} drawing={front} layer="picked" />}
            <DrawnCanvas {...size} draw={drawTop} />
            {model.lines.axes.map((axis, at) => (
              <AxisBrush
                key={axis.column.field.id}
                axis={axis}
                x={model.lines.x[at] ?? 0}
                ranges={brushes.get(axis.column.field.id) ?? []}
                onChange={(ranges, isDone) => {
                  const next = withRanges(brushes, axis.column.field.id, ranges)
                  if (isDone) keep(next)
                  else setDraft(next)
                }}
              />
            ))}
            {model.columns.map(({ field }, at) => (
              <AxisTitle
                key={field.id}
                title={field.title}
                x={model.lines.x[at] ?? 0}
                share={share}
                at={at}
                count={model.columns.length}
                onMove={(to) => {
                  if (to === at) return
                  onChange?.({ fields: [props.fields[0] ?? '', ...moved(named ?? [], at, to)] })
                }}
              />
            ))}
            {pointed === undefined ? null : (
              <PointedRun
                run={values.runs[pointed.index]}
                entries={values.columns.map((column) => ({
                  name: column.field.title,
                  value: labelOf(column, column.numbers[pointed.index] ?? Number.NaN),
                }))}
                colour={model.paint.colourOf(pointed.index)}
                at={pointed}
                width={width}
              />
            )}
          </div>
          <Legend paint={model.paint} title={values.columns.find(({ field }) => field.id === colourId)?.field.title ?? ''} />
        </>
      )}
    </PanelBody>
  )
}

/** The rows of some runs. */
function only(values: Parameters<typeof printValues>[0], indexes: readonly number[]): Pick<typeof values, 'runs' | 'columns'> {
  return {
    runs: indexes.map((index) => values.runs[index]).filter((run) => run !== undefined),
    columns: values.columns.map((column) => ({ ...column, cells: indexes.map((index) => column.cells[index]) })),
  }
}
