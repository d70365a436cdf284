import type { PanelKind } from '../../kind.ts'
import { lazy } from 'react'
import { ScatterOptions } from './scatter-options.tsx'

const sources = ['metrics', 'params', 'tags', 'attributes'] as const

export const scatter: PanelKind = {
  title: 'Scatter plot',
  purpose: 'How two values of the runs go together, such as a learning rate and the accuracy it led to.',
  fields: [
    { label: 'Horizontal', from: sources, least: 1, most: 1 },
    { label: 'Vertical', from: sources, least: 1, most: 1 },
    { label: 'Colour', from: sources, least: 0, most: 1 },
    { label: 'Size', from: ['metrics', 'params', 'attributes'], least: 0, most: 1 },
  ],
  height: 340,
  Component: lazy(async () => ({ default: (await import('./scatter.tsx')).Scatter })),
  Options: ScatterOptions,
}
