import type { Run } from '@reprise/protocol'
import { useMemo } from 'react'
import { assignColours } from '../charts/run-colours.ts'
import { chartedRuns } from './drawn-runs.ts'
import { useSameList } from './use-same-list.ts'
import type { RunsView } from './view.ts'

interface Charted {
  /** Runs that have a place in the charts. */
  readonly charted: readonly Run[]
  /** Of all of them, by id. */
  readonly colours: ReadonlyMap<string, string>
  /** Of those whose curves are drawn: some may be left out. */
  readonly drawn: ReadonlyMap<string, string>
}

/** Which runs are charted, and in which colours. The same lists as long as they hold the same: charts hang on them. */
export function useCharted(runs: readonly Run[], view: RunsView): Charted {
  const charted = useSameList(useMemo(() => chartedRuns(runs, view), [runs, view.sel, view.over, view.draw]))
  const colours = useMemo(() => assignColours(charted.map(({ info }) => info.run_id)), [charted])
  const drawn = useMemo(() => new Map([...colours].filter(([id]) => view.off?.includes(id) !== true)), [colours, view.off])
  return { charted, colours, drawn }
}
