import { place } from '../../charts/scale.ts'
import { assignColours } from '../../charts/run-colours.ts'
import type { Column } from '../run-values/column.ts'
import type { ValuedRun } from '../run-values/run-values.ts'
import { type Axis, axisOf } from './axis.ts'
import { mixRamp } from './ramp.ts'
import type { Tokens } from './use-tokens.ts'

/** Which colour each run is drawn in, resolved for a canvas. */
export interface Paint {
  readonly colourOf: (index: number) => string
  /** By size: from 0 to 1 along the ramp. */
  readonly axis?: Axis
  /** By category: their colours of CSS. */
  readonly categories?: readonly { readonly name: string; readonly colour: string }[]
}

/** Categories beyond that have colours that were used before. */
export const MOST_COLOURS = 10

/** By a column: numbers along the ramp, categories in the colours of runs. Without one each run has its own colour, or that of all. */
export function paintBy(column: Column | undefined, runs: readonly ValuedRun[], { resolve, ramp }: Tokens): Paint {
  const plain = resolve('var(--series-0)')
  const blank = resolve('var(--line-strong)')
  if (column === undefined) {
    const own = new Map(runs.flatMap(({ colour }, index) => (colour === undefined ? [] : [[index, resolve(colour)] as const])))
    return { colourOf: (index) => own.get(index) ?? plain }
  }
  if (column.kind === 'category') {
    const colours = assignColours(column.categories)
    const resolved = column.categories.map((name) => resolve(colours.get(name) ?? 'var(--text-soft)'))
    return {
      colourOf: (index) => resolved[column.numbers[index] ?? -1] ?? blank,
      categories: column.categories.map((name) => ({ name, colour: colours.get(name) ?? 'var(--text-soft)' })),
    }
  }
  const axis = withoutAir(axisOf(column, { start: 0, end: 1, isLog: column.isWide }))
  // As many colours as the eye tells apart, each made once: thousands of runs share them.
  const shades = Array.from({ length: 65 }, (_, at) => mixRamp(ramp, at / 64))
  return { colourOf: (index) => shades[Math.round(place(axis.scale, column.numbers[index] ?? Number.NaN) * 64)] ?? blank, axis }
}

/** From the least value to the greatest: a legend that says more than there is would mislead. */
function withoutAir(axis: Axis): Axis {
  const { column, scale } = axis
  const shown = [...column.numbers].filter((value) => Number.isFinite(place(scale, value)))
  const from = shown.reduce((a, b) => Math.min(a, b), Infinity)
  const to = shown.reduce((a, b) => Math.max(a, b), -Infinity)
  return from < to ? { ...axis, scale: { ...scale, from, to } } : axis
}
