import type { Scalar, Value } from '../../python/index.ts'
import { fillChart } from './fill-chart.ts'
import type { Plot, PlotFailure, PlotImage } from './make-plots.ts'

/** What a program gets: charts of Vega-Lite and places of images by plot, and what failed. */
export function toPlotsValue(
  plots: readonly Plot[],
  options: {
    readonly isSplit: boolean
    readonly failures: readonly Omit<PlotFailure, 'plot'>[]
    readonly placeImage: (image: PlotImage) => string
  },
): Value {
  const errors = [...plots.flatMap(({ failures }) => failures), ...options.failures].map(toErrorValue)
  const data = new Map(plots.map((plot): [Scalar, Value] => [plot.name, toPlotValue(plot, options)]))
  return new Map([
    ...(errors.length > 0 ? [['errors', errors] as [Scalar, Value]] : []),
    ...(data.size > 0 ? [['data', data] as [Scalar, Value]] : []),
  ])
}

function toPlotValue(
  plot: Plot,
  { isSplit, placeImage }: { readonly isSplit: boolean; readonly placeImage: (image: PlotImage) => string },
): Value {
  if (plot.kind === 'images') {
    return plot.images.map((image) =>
      toMapping([
        ['type', 'image'],
        ['revisions', [image.revision]],
        ['url', placeImage(image)],
      ]),
    )
  }
  if (plot.chart.points.length === 0) return []
  const { content, anchors } = fillChart(plot.chart, { isSplit })
  const apart: [Scalar, Value][] = isSplit ? [['anchor_definitions', anchors]] : []
  return [toMapping([['type', 'vega'], ['revisions', plot.chart.revisions], ['content', content], ...apart])]
}

function toErrorValue({ type, msg, revision, ...more }: Omit<PlotFailure, 'plot'> & { readonly plot?: string }): Value {
  const pairs: [Scalar, Value | undefined][] = [
    ['name', more.plot],
    ['rev', revision],
    ['source', more.source],
    ['type', type],
    ['msg', msg],
  ]
  return toMapping(pairs.filter((pair): pair is [Scalar, Value] => pair[1] !== undefined))
}

function toMapping(pairs: readonly (readonly [Scalar, Value])[]): Value {
  return new Map(pairs)
}

/** A name for the copy of an image, which may come from any folder. */
export function imageName({ revision, file }: PlotImage): string {
  return `${revision}_${file}`.replaceAll(/[/\\]/g, '_')
}
