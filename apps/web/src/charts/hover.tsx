import type { Band } from './band.ts'
import type { ChartGroup } from './chart-run.ts'
import { useCrosshair } from './crosshair.ts'
import type { NamedCurve } from './curves-of.ts'
import type { Axis } from './axis.ts'
import { type Axes, place } from './scale.ts'
import { nearest } from './series.ts'
import { entryOf, entryOfBand, Tooltip, type TooltipEntry } from './tooltip.tsx'

interface Props {
  readonly chart: string
  readonly axis: Axis
  readonly scales: Axes
  readonly curves: readonly NamedCurve[]
  readonly bands: readonly Band[]
  readonly groups: readonly ChartGroup[] | undefined
  readonly isInView: boolean
}

/** The crosshair, and what the curves are there. It moves without the chart being drawn again. */
export function Hover({ chart, axis, scales, curves, bands, groups, isInView }: Props) {
  const crosshair = useCrosshair(axis, isInView)
  if (crosshair === undefined) return null
  const found = groups === undefined ? curvesAt(curves, crosshair.x) : bandsAt(bands, groups, crosshair.x)
  const height = crosshair.chart === chart ? crosshair.height : undefined
  const entries = ordered(found, (value) => (height === undefined ? -value : Math.abs(place(scales.y, value) - height)))
  return <Tooltip x={crosshair.x} scale={scales.x} axis={axis} entries={entries} isPointed={crosshair.chart === chart} />
}

interface Found {
  readonly entry: TooltipEntry
  /** Where it is drawn. */
  readonly value: number
}

function curvesAt(curves: readonly NamedCurve[], x: number): Found[] {
  return curves.flatMap((curve) => {
    const at = nearest(curve.series, x)
    return at < 0 ? [] : [{ entry: entryOf(curve, at), value: middleOf(curve, at) }]
  })
}

function bandsAt(bands: readonly Band[], groups: readonly ChartGroup[], x: number): Found[] {
  return bands.map((band) => {
    const { entry, mean } = entryOfBand(band, groups, x)
    return { entry, value: mean }
  })
}

/** Under the mouse the nearest first, elsewhere the greatest value. */
function ordered(found: readonly Found[], distanceOf: (value: number) => number): TooltipEntry[] {
  const placed = found.map(({ entry, value }) => {
    const distance = distanceOf(value)
    return { entry, distance: Number.isNaN(distance) ? Infinity : distance }
  })
  return placed.toSorted((a, b) => a.distance - b.distance).map(({ entry }) => entry)
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
