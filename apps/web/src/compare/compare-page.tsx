import { useQueries } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { assignColours } from '../charts/run-colours.ts'
import { canEdit } from '../server/client.ts'
import { ShareMenu } from '../sharing/share-menu.tsx'
import { Notice } from '../shell/notice.tsx'
import page from '../shell/page.module.css'
import { useTitle } from '../shell/use-title.ts'
import { Unreadable } from '../shell/unreadable.tsx'
import { CompareViews } from './compare-views.tsx'
import { ComparedCharts } from './compared-charts.tsx'
import { BackToRuns } from './back-to-runs.tsx'
import { Origins } from './origins.tsx'
import { comparedRunQuery } from '../diff/compared-run-query.ts'
import { SideBySide } from './side-by-side.tsx'
import type { CompareView } from './view.ts'

/** Runs side by side: only what differs, unless all is asked for, and their curves together. */
export function ComparePage() {
  useTitle('Comparison')
  const view = useSearch({ from: '/compare' })
  const { runs: ids, base } = view
  const navigate = useNavigate({ from: '/compare' })
  const change = (next: { readonly [Key in keyof CompareView]?: CompareView[Key] | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...next }) as CompareView, replace: true })
  const answers = useQueries({ queries: ids.map((id) => comparedRunQuery(id, view.of !== undefined)) })
  const error = answers.find((answer) => answer.error !== null)?.error
  const runs = answers.flatMap(({ data }) => (data === undefined ? [] : [data]))
  const colours = useMemo(() => assignColours(ids), [ids])
  if (ids.length === 0) return <Notice title="No runs are picked" text="Select runs in a table and press c." />
  if (error !== undefined && error !== null) return <Unreadable title="The runs could not be read" error={error} />
  if (runs.length < ids.length) return <div aria-busy="true" />
  return (
    <div className={page['wide']}>
      <div className={page['head']}>
        <BackToRuns runs={runs} />
        <h1>{runs.length === 1 ? 'One run' : `${runs.length} runs`} compared</h1>
        <div className={page['bar']} style={{ marginLeft: 'auto' }}>
          {canEdit ? <CompareViews view={view} /> : null}
          <ShareMenu runIds={ids} baseline={base} />
        </div>
      </div>
      <ComparedCharts runs={runs} colours={colours} view={view} />
      <SideBySide runs={runs} colours={colours} view={view} onChange={change} />
      <Origins runs={runs} base={base} />
    </div>
  )
}
