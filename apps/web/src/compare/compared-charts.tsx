import type { Run } from '@reprise/protocol'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { ChartsArea } from '../panels/charts-area.tsx'
import { chartRunOf } from '../charts/chart-run-of.ts'
import { assignStrokes } from '../charts/run-colours.ts'
import type { CompareView } from './view.ts'

/** Charts of one page; the rest is found by searching. */
const MOST_CHARTS = 40

interface Props {
  readonly runs: readonly Run[]
  readonly colours: ReadonlyMap<string, string>
  readonly view: CompareView
}

/** The curves of runs that are compared, together. */
export function ComparedCharts({ runs, colours, view }: Props) {
  const navigate = useNavigate({ from: '/compare' })
  const charted = useMemo(() => {
    const strokes = assignStrokes(runs.map(({ info }) => info.run_id))
    return runs.map((run) => chartRunOf(run, colours, strokes))
  }, [runs, colours])
  const experimentIds = useMemo(() => [...new Set(runs.map(({ info }) => info.experiment_id))], [runs])
  const keys = useMemo(() => [...new Set(runs.flatMap((run) => run.data?.metrics.map(({ key }) => key) ?? []))].toSorted(), [runs])
  const words = (view.charts ?? '').toLowerCase()
  const found = keys.filter((key) => key.toLowerCase().includes(words) && (words !== '' || !key.startsWith('system/')))
  const filter = `attributes.run_id IN (${view.runs.map((id) => `'${id}'`).join(', ')})`
  return (
    <section aria-label="Charts">
      <ChartsArea
        context={{ experimentIds, runs: charted, search: { filter, orderBy: [], deleted: false }, selected: view.runs }}
        metrics={found.slice(0, MOST_CHARTS)}
        hasMore={found.length > MOST_CHARTS}
        view={view}
        onChange={(change, isStep) =>
          void navigate({ search: (before) => ({ ...before, ...change }) as CompareView, replace: isStep !== true })
        }
      />
    </section>
  )
}
