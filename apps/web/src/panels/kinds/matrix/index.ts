import { lazy } from 'react'
import type { PanelKind } from '../../kind.ts'
import { MatrixOptions } from './matrix-options.tsx'

export const matrix: PanelKind = {
  title: 'Confusion matrix',
  purpose: 'What was taken for what: from a file of each run, side by side, or as the difference of two.',
  fields: [{ label: 'File (JSON, CSV or an image)', from: ['artifacts'], least: 1, most: 1 }],
  height: 340,
  isWide: true,
  Component: lazy(async () => ({ default: (await import('./matrices.tsx')).Matrices })),
  Options: MatrixOptions,
}
