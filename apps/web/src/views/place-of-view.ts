import type { View } from '@reprise/protocol'
import { readCompareView } from '../compare/view.ts'
import { parsePlain } from '../values/query-string.ts'
import { readRunsView } from '../runs/view.ts'

/** Where a saved view leads. */
export function placeOfView({ view_id: view, page, experiment_id: experiment, query = '' }: View) {
  const search = parsePlain(query)
  if (page === 'compare' || experiment === undefined) return { to: '/compare', search: { ...readCompareView(search), view } } as const
  return { to: '/e/$experiment', params: { experiment }, search: { ...readRunsView(search), view } } as const
}
