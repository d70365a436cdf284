import { lazy } from 'react'
import type { PanelKind } from '../../kind.ts'
import { ImageOptions } from './image-options.tsx'

export const images: PanelKind = {
  title: 'Images',
  purpose: 'Pictures of the runs beside each other, step by step.',
  fields: [{ label: 'Files, folders/ or keys of log_image (none: all keys)', from: ['artifacts'], least: 0, most: 8 }],
  height: 420,
  isWide: true,
  Component: lazy(async () => ({ default: (await import('./image-grid.tsx')).ImageGrid })),
  Options: ImageOptions,
}
