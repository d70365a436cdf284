import type { Run } from '@reprise/protocol'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useActions } from '../shell/actions.ts'
import type { Anchor } from '../shell/menu.tsx'
import type { RowHandlers } from './run-row.tsx'
import { idOfRow, type TableRow } from './table-rows.ts'
import { readRunsView } from './view.ts'

interface Given {
  readonly rows: readonly TableRow[]
  readonly scroller: HTMLElement | null
  readonly rowHeight: number
  readonly handlers: RowHandlers
  /** Offers the values of a run, below its row. */
  readonly onValues: (run: Run, anchor: Anchor) => void
}

const HEAD = 32

/** Works the table by keys. Answers the row that they are about; -1: none. */
export function useRowKeys({ rows, scroller, rowHeight, handlers, onValues }: Given): number {
  const navigate = useNavigate()
  const router = useRouter()
  const [currentId, setCurrentId] = useState<string>()
  const current = useMemo(() => rows.findIndex((one) => idOfRow(one) === currentId), [rows, currentId])
  const row = rows[current]
  const run = row?.kind === 'run' ? row.run : undefined
  const withRun = (act: (id: string) => void) => () => run !== undefined && act(run.info.run_id)
  const move = (by: number) => () => {
    const next = Math.min(rows.length - 1, Math.max(0, current + by))
    const to = rows[next]
    setCurrentId(to === undefined ? undefined : idOfRow(to))
    if (scroller !== null) showRow(scroller, next * rowHeight, rowHeight)
  }
  useActions('Runs', [
    { title: 'Next run', keys: 'j', isKeyOnly: true, act: move(1) },
    { title: 'Previous run', keys: 'k', isKeyOnly: true, act: move(-1) },
    { title: 'Select the run', keys: 'x', isKeyOnly: true, act: withRun((id) => handlers.select(id, false)) },
    { title: 'Select up to here', keys: 'X', isKeyOnly: true, act: withRun((id) => handlers.select(id, true)) },
    { title: 'Draw the curves of the run', keys: 'd', isKeyOnly: true, act: withRun(handlers.draw) },
    {
      title: 'Filter by a value of the run',
      keys: 'f',
      isKeyOnly: true,
      act: () => {
        const element = scroller?.querySelector(`[aria-rowindex="${current + 2}"]`)
        if (run !== undefined && element !== null && element !== undefined) onValues(run, element.getBoundingClientRect())
      },
    },
    {
      title: 'Compare the selected runs',
      keys: 'c',
      act: () => {
        const { sel = [] } = readRunsView(router.latestLocation.search)
        void navigate({ to: '/compare', search: { runs: sel } })
      },
    },
    {
      title: 'Open the run, or what is gathered',
      keys: 'Enter',
      isKeyOnly: true,
      act: (event) => {
        // A focused link or button has its own meaning of Enter.
        if (row === undefined || (event?.target instanceof HTMLElement && event.target.closest('a, button') !== null)) return false
        if (row.kind === 'group') return handlers.fold(idOfRow(row))
        return void navigate({ to: '/r/$run/$tab', params: { run: row.run.info.run_id, tab: 'overview' } })
      },
    },
  ])
  return current
}

/** Scrolls no further than a row needs to be seen. */
function showRow(scroller: HTMLElement, top: number, height: number): void {
  if (top < scroller.scrollTop) scroller.scrollTop = top
  const hidden = top + height + HEAD - (scroller.scrollTop + scroller.clientHeight)
  if (hidden > 0) scroller.scrollTop += hidden
}
