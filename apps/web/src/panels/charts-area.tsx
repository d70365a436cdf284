import { useQuery } from '@tanstack/react-query'
import { useMemo, useState, type ReactNode } from 'react'
import { MOST_RUNS } from '../charts/buckets-query.ts'
import type { ChartRun } from '../charts/chart-run.ts'
import { ChartSettings } from './chart-settings.tsx'
import page from '../shell/page.module.css'
import { detailsQuery } from './details-query.ts'
import type { PanelContext } from './kind.ts'
import { Legend } from './legend.tsx'
import { PanelDialog } from './panel-dialog.tsx'
import { PanelGrid } from './panel-grid.tsx'
import { parsePanels, printPanels } from './spec.ts'
import { parseRange, type PanelsChange, type PanelsView, printRange } from './view.ts'

interface Props {
  /** Of the context what the page knows; how charts are drawn stands in the view. */
  readonly context: Omit<PanelContext, 'axis' | 'isLog' | 'smoothing' | 'range' | 'onRange'>
  /** Metrics that each have a chart by themselves; undefined while they are not known. */
  readonly metrics: readonly string[] | undefined
  /** Why there are none, where it is not that none was logged. */
  readonly none?: string | undefined
  /** Whether the runs are not known yet: charts of none would say that there is nothing. */
  readonly isPending?: boolean
  /** Whether there are more that only a search finds. */
  readonly hasMore: boolean
  readonly view: PanelsView
  /** `isStep`: a change that is taken back by going back. */
  readonly onChange: (change: PanelsChange, isStep?: boolean) => void
  /** Whether a legend says which run is which; of one run alone the page does. */
  readonly hasLegend?: boolean
  /** Further controls of the page. */
  readonly children?: ReactNode
}

/** The charts of a page with how they are drawn: of the runs, of a comparison and of one run alike. */
export function ChartsArea({ context, metrics, none, isPending = false, hasMore, view, onChange, hasLegend = true, children }: Props) {
  const [isAdding, setAdding] = useState(false)
  const isTogether = view.sync === true
  const { data: details } = useQuery(detailsQuery(context.experimentIds, idsOf(context.runs)))
  const runs = useMemo(
    () => (details === undefined ? context.runs : context.runs.map((run) => ({ ...run, detail: details.get(run.id) ?? '' }))),
    [context.runs, details],
  )
  const off = view.off ?? NONE
  const shown = useMemo(() => (off.length === 0 ? runs : runs.filter(({ id }) => !off.includes(id))), [runs, off])
  const whole: PanelContext = {
    ...context,
    runs: shown,
    axis: view.x ?? 'step',
    isLog: view.log === true,
    smoothing: (view.smooth ?? 0) / 100,
    range: isTogether && view.zoom !== undefined ? parseRange(view.zoom) : undefined,
    onRange: isTogether ? (range) => onChange({ zoom: range === undefined ? undefined : printRange(range) }) : undefined,
  }
  const leave = (next: readonly string[]) => onChange({ off: next.length === 0 ? undefined : next })
  const legend = hasLegend ? <Legend runs={runs} groups={context.groups} off={off} onOff={leave} /> : null
  return (
    <>
      <ChartSettings experimentIds={context.experimentIds} view={view} onChange={onChange}>
        {children}
        <button type="button" className={page['button']} onClick={() => setAdding(true)}>
          Add a chart
        </button>
      </ChartSettings>
      {legend}
      {shown.length > MOST_RUNS ? (
        <p className={page['soft']}>
          The first {MOST_RUNS} of {shown.length} runs are drawn as lines.
        </p>
      ) : null}
      {metrics !== undefined && metrics.length === 0 && view.panels === undefined ? (
        <p className={page['soft']}>{none ?? (view.charts === undefined ? 'No metrics yet.' : 'No metric has such a name.')}</p>
      ) : null}
      {isPending ? (
        <div aria-busy="true" />
      ) : (
        <PanelGrid legend={legend} context={whole} metrics={metrics ?? []} view={view} onChange={onChange} />
      )}
      {hasMore ? <p className={page['soft']}>There are more metrics; search for them.</p> : null}
      {isAdding ? (
        <PanelDialog
          experimentIds={context.experimentIds}
          onClose={() => setAdding(false)}
          onDone={(spec) => {
            onChange({ panels: printPanels([...parsePanels(view.panels ?? ''), spec]) }, true)
            setAdding(false)
          }}
        />
      ) : null}
    </>
  )
}

const NONE: readonly string[] = []

function idsOf(runs: readonly ChartRun[]): string[] {
  return runs.slice(0, MOST_RUNS).map(({ id }) => id)
}
