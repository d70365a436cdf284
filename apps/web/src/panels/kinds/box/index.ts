import { lazy } from 'react'
import type { PanelKind } from '../../kind.ts'
import { PointOption } from '../../picture/point-option.tsx'

export const box: PanelKind = {
  title: 'Box plot',
  purpose: 'How a value is spread over the runs, group by group: median, quartiles, whiskers and outliers.',
  fields: [
    { label: 'Value', from: ['metrics', 'params', 'attributes'], least: 1, most: 1 },
    { label: 'By', from: ['params', 'tags', 'attributes'], least: 0, most: 1 },
  ],
  height: 280,
  Component: lazy(async () => ({ default: (await import('./box-plot.tsx')).BoxPlot })),
  Options: PointOption,
}
