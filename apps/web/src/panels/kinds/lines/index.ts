import type { PanelKind } from '../../kind.ts'
import { LinePanel } from './line-panel.tsx'
import { LinesOptions } from './lines-options.tsx'
import { MOST_METRICS } from './metrics-of.ts'

/**
 * Metrics of some runs over steps, time or another metric: read when they come into view, and again, more closely, when one zooms. Options:
 * `log` and `linear`, whatever the page says; `y` of `0..1`, with an end left out where it is to follow the values.
 */
export const lines: PanelKind = {
  title: 'Lines',
  purpose: 'How metrics went, run by run.',
  fields: [{ label: 'Metrics', from: ['metrics'], least: 1, most: MOST_METRICS }],
  Component: LinePanel,
  Options: LinesOptions,
}
