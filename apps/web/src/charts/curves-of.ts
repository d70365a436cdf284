import type { ChartRun } from './chart-run.ts'
import { dashOf } from './dashes.ts'
import type { Curve } from './draw-curve.ts'
import type { Series } from './series.ts'

const COLOURS = 10

/** What each curve is called, and how it looks. */
export interface NamedCurve extends Curve {
  readonly name: string
  /** A colour of CSS. */
  readonly colourName: string
  readonly stroke: number
}

/** Curves have the colour of their run. Several metrics of one run have colours of their own; of several runs, strokes of their own; else more runs than colours have them. */
export function curvesOf(
  series: readonly Series[],
  { runs, metrics, resolve }: { runs: readonly ChartRun[]; metrics: readonly string[]; resolve: (colour: string) => string },
): NamedCurve[] {
  const byId = new Map(runs.map((run) => [run.id, run]))
  const areMetricsColoured = metrics.length > 1 && runs.length === 1
  return series.flatMap((one) => {
    const run = byId.get(one.runId)
    // Of a run or metric that was just left out: the answer without it is under way.
    if (run === undefined || !metrics.includes(one.metric)) return []
    const at = Math.max(0, metrics.indexOf(one.metric))
    const colourName = areMetricsColoured ? `var(--series-${at % COLOURS})` : run.colour
    const name = run.name
    const stroke = areMetricsColoured ? 0 : metrics.length > 1 ? at : (run.stroke ?? 0)
    return [
      {
        series: one,
        colour: resolve(colourName),
        colourName,
        stroke,
        dash: dashOf(stroke),
        name: metrics.length === 1 ? name : runs.length === 1 ? one.metric : `${name} · ${one.metric}`,
      },
    ]
  })
}
