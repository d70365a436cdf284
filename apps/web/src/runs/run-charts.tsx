import type { Run } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ChartsArea } from '../panels/charts-area.tsx'
import { chartRunOf } from '../charts/chart-run-of.ts'
import { assignColours, assignStrokes } from '../charts/run-colours.ts'
import { quoteSort } from '../search/quote.ts'
import { addCondition } from './conditions.ts'
import { groupRuns, type RunGroup } from './group-runs.ts'
import { keysQuery } from '../server/queries.ts'
import page from '../shell/page.module.css'
import styles from './runs-page.module.css'
import type { RunsView, ViewChange } from './view.ts'

interface Props {
  readonly experimentIds: readonly string[]
  readonly runs: readonly Run[]
  /** Whether the runs are not known yet. */
  readonly isPending: boolean
  /** How many runs fit, in words. */
  readonly found: string
  /** Whether it is known that there are no runs. */
  readonly isEmpty: boolean
  readonly colours: ReadonlyMap<string, string>
  readonly view: RunsView
  /** `isStep`: a change that is taken back by going back. */
  readonly onChange: (change: ViewChange, isStep?: boolean) => void
}

/** Charts of one page: more are found by searching, not by scrolling. */
const MOST_CHARTS = 60

/** The curves of some runs, one chart per metric, each read when it comes into view. */
export function RunCharts({ experimentIds, runs, isPending, isEmpty, found, colours, view, onChange }: Props) {
  const search = view.charts ?? ''
  const { data } = useQuery(keysQuery(experimentIds, 'metric', search, MOST_CHARTS))
  const charted = useMemo(() => {
    const strokes = assignStrokes(runs.map(({ info }) => info.run_id))
    return runs.map((run) => chartRunOf(run, colours, strokes))
  }, [runs, colours])
  const groups = useMemo(() => (view.over === undefined ? undefined : colourGroups(groupRuns(runs, view.over))), [runs, view.over])
  const keys = data?.keys.map(({ key }) => key).filter((key) => search !== '' || !key.startsWith('system/'))
  return (
    <section className={styles['charts']} aria-label="Charts" tabIndex={0}>
      <ChartsArea
        context={{
          experimentIds,
          runs: charted,
          groups,
          search: { filter: view.q ?? '', orderBy: view.sort === undefined ? [] : [quoteSort(view.sort)], deleted: view.deleted === true },
          selected: view.sel ?? [],
          onSelect: (sel) => onChange({ sel: sel.length === 0 ? undefined : sel }, true),
          onFilter: (condition) => onChange({ q: addCondition(view.q, condition) }, true),
        }}
        metrics={isEmpty ? [] : keys}
        none={isEmpty ? 'There are no runs to draw.' : undefined}
        isPending={isPending}
        hasMore={data?.next_page_token !== undefined}
        view={view}
        onChange={onChange}
      >
        <GroupPicker experimentIds={experimentIds} over={view.over} onChange={(over) => onChange({ over })} />
        {view.over !== undefined && (view.sel ?? []).length === 0 && found !== String(runs.length) ? (
          <span role="status" className={page['soft']}>
            Means are of the first {runs.length} of {found} runs. Filter or select runs for others.
          </span>
        ) : null}
      </ChartsArea>
    </section>
  )
}

function colourGroups(groups: readonly RunGroup[]) {
  const ids = groups.map(({ id }) => id)
  const [colours, strokes] = [assignColours(ids), assignStrokes(ids)]
  return groups.map((group) => ({ ...group, colour: colours.get(group.id) ?? 'var(--text-soft)', stroke: strokes.get(group.id) }))
}

interface GroupProps {
  readonly experimentIds: readonly string[]
  readonly over: string | undefined
  readonly onChange: (over: string | undefined) => void
}

/** Params offered at once. */
const MOST_PARAMS = 100

/** Averages curves over a param: runs that are the same but for it become a mean and a band. */
function GroupPicker({ experimentIds, over, onChange }: GroupProps) {
  const { data } = useQuery(keysQuery(experimentIds, 'param', '', MOST_PARAMS))
  const names = data?.keys.map(({ key }) => key) ?? []
  return (
    <label className={page['button']}>
      Mean over
      <select value={over ?? ''} onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}>
        <option value="">nothing: each run</option>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  )
}
