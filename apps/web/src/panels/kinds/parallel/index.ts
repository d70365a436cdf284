import { lazy } from 'react'
import type { PanelKind } from '../../kind.ts'
import { PointOption } from '../../picture/point-option.tsx'

const sources = ['params', 'metrics', 'attributes', 'tags'] as const

export const parallel: PanelKind = {
  title: 'Parallel coordinates',
  purpose: 'Which values of many params lead to which metrics: brush an axis to see the runs in a range.',
  fields: [
    { label: 'Colour', from: sources, least: 0, most: 1 },
    { label: 'Axes (none: found from what the runs have)', from: sources, least: 0, most: 12 },
  ],
  height: 360,
  isWide: true,
  Component: lazy(async () => ({ default: (await import('./parallel.tsx')).Parallel })),
  Options: PointOption,
}
