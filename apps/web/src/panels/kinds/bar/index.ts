import { lazy } from 'react'
import type { PanelKind } from '../../kind.ts'
import { BarOptions } from './bar-options.tsx'

export const bar: PanelKind = {
  title: 'Bars',
  purpose: 'Values of the runs beside each other, or the means of groups with their standard deviations.',
  fields: [
    { label: 'By', from: ['params', 'tags', 'attributes'], least: 0, most: 1 },
    { label: 'Values', from: ['metrics', 'params', 'attributes'], least: 1, most: 6 },
  ],
  height: 300,
  Component: lazy(async () => ({ default: (await import('./bar-chart.tsx')).BarChart })),
  Options: BarOptions,
}
