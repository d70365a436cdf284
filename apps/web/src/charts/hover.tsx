import type { Band } from './band.ts'
import type { ChartGroup } from './chart-run.ts'
import { type Crosshair, useCrosshair } from './crosshair.ts'
import type { NamedCurve } from './curves-of.ts'
import type { Axis } from './axis.ts'
import type { Plot } from './draw.ts'
import { place } from './scale.ts'
import { nearest } from './series.ts'
import { entriesOfBands, entryOf, Tooltip, type TooltipEntry } from './tooltip.tsx'

interface Props {
  readonly chart: string
  readonly axis: Axis
  readonly scales: Pick<Plot, 'x' | 'y'>
  readonly curves: readonly NamedCurve[]
  readonly bands: readonly Band[]
  readonly groups: readonly ChartGroup[] | undefined
  readonly isInView: boolean
}

/** The crosshair, and what the curves are there. It moves without the chart being drawn again. */
export function Hover({ chart, axis, scales, curves, bands, groups, isInView }: Props) {
  const crosshair = useCrosshair(axis, isInView)
  if (crosshair === undefined) return null
  const entries = groups === undefined ? entriesOf(curves, crosshair, { chart, scales }) : entriesOfBands(bands, groups, crosshair.x)
  return <Tooltip x={crosshair.x} scale={scales.x} axis={axis} entries={entries} isPointed={crosshair.chart === chart} />
}

/** Under the mouse the nearest curve first, elsewhere the greatest value. */
function entriesOf(
  curves: readonly NamedCurve[],
  crosshair: Crosshair,
  { chart, scales }: Pick<Props, 'chart' | 'scales'>,
): TooltipEntry[] {
  const height = crosshair.chart === chart ? crosshair.height : undefined
  const found = curves.flatMap((curve) => {
    const at = nearest(curve.series, crosshair.x)
    if (at < 0) return []
    const value = middleOf(curve, at)
    const distance = height === undefined ? -value : Math.abs(place(scales.y, value) - height)
    return [{ entry: entryOf(curve, at), distance: Number.isNaN(distance) ? Infinity : distance }]
  })
  return found.toSorted((a, b) => a.distance - b.distance).map(({ entry }) => entry)
}

function middleOf({ series }: NamedCurve, at: number): number {
  return (series.smoothed.length > 0 ? series.smoothed[at] : series.mean[at]) ?? Number.NaN
}

/** Pixels within which a curve is meant by the mouse. */
const NEAR = 12

/** The run whose curve is under the mouse, if one is. */
export function runNear(
  curves: readonly NamedCurve[],
  x: number,
  { height, scales }: { height: number; scales: Props['scales'] },
): string | undefined {
  let best: string | undefined
  let least = NEAR
  for (const curve of curves) {
    const at = nearest(curve.series, x)
    if (at < 0) continue
    const distance = Math.abs(place(scales.y, middleOf(curve, at)) - height)
    if (distance < least) {
      least = distance
      best = curve.series.runId
    }
  }
  return best
}
