import { describe, expect, test } from 'vitest'
import type { Band } from './band.ts'
import { draw, type Plot } from './draw.ts'
import { scalesOf } from './scales-of.ts'
import type { Series } from './series.ts'
import { SvgPen } from './svg-pen.ts'

/** One bucket with the points of a run. */
function bucket(from: number, to: number, values: readonly number[]): Series {
  const numbers = values.filter((value) => !Number.isNaN(value))
  const one = (value: number | undefined) => Float64Array.of(value ?? Number.NaN)
  return {
    runId: 'a',
    metric: 'loss',
    axis: 'step',
    from: one(from),
    to: one(to),
    first: one(values[0]),
    last: one(values.at(-1)),
    min: one(numbers.length === 0 ? undefined : Math.min(...numbers)),
    max: one(numbers.length === 0 ? undefined : Math.max(...numbers)),
    mean: one(numbers[0]),
    count: Uint32Array.of(values.length),
    nanCount: Uint32Array.of(values.length - numbers.length),
    smoothed: new Float64Array(0),
  }
}

const size = { width: 300, height: 200, range: undefined, isLog: false, axis: 'time', bounds: [undefined, undefined] } as const

function drawn(series: readonly Series[], bands: readonly Band[] = []): string {
  const scales = scalesOf(series, size)
  if (scales === undefined) return ''
  const pen = new SvgPen()
  const plot: Plot = {
    ...scales,
    curves: bands.length > 0 ? [] : series.map((one) => ({ series: one, colour: '#123456', dash: [] })),
    bands: bands.map((band) => ({ band, colour: '#123456', dash: [] })),
    ink: { line: '#000', text: '#000', font: '11px sans-serif' },
    labelX: (ticks) => ticks.map(String),
    labelY: (ticks) => ticks.map(String),
  }
  draw(pen, plot)
  return pen.print({ width: 300, height: 200, title: 'loss' })
}

const dots = (svg: string) => svg.match(/a2\.5,2\.5 0 1 0 5,0/g)?.length ?? 0

describe('a chart', () => {
  const day = 86_400_000

  test('shows a run that took a moment of a long axis, though its line has no length', () => {
    expect(dots(drawn([bucket(0, 40_000, [5, 5, 5]), bucket(10 * day, 10 * day + 40_000, [7, 7, 7])]))).toBe(2)
    // A line that goes up there is seen as it is.
    expect(dots(drawn([bucket(0, 40_000, [1, 9]), bucket(10 * day, 10 * day + 40_000, [7, 7, 7])]))).toBe(1)
  })

  test('shows a mean that was logged once as a point, and how far runs lie from it', () => {
    const band = { id: 'a', x: [3], mean: [5], low: [4], high: [6], runs: [2] }
    const svg = drawn([bucket(3, 3, [4]), bucket(3, 3, [6])], [band])
    expect(dots(svg)).toBe(1)
    expect(svg).toContain('stroke="#123456"')
  })

  test('marks where values are NaN, and stands infinite ones at its edges, though there is no other value', () => {
    expect(drawn([bucket(0, day, [Number.NaN, Number.NaN])])).toContain('stroke="#123456"')
    expect(dots(drawn([bucket(0, 0, [Infinity])]))).toBe(1)
  })
})
