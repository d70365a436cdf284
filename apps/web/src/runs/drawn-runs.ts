import type { Run } from '@reprise/protocol'
import type { RunsView, ViewChange } from './view.ts'

/** Runs whose curves are drawn while none is picked. */
const CHARTED = 10
/** The same, where they are averaged. */
const AVERAGED = 100

/** Runs whose curves are drawn: those that are picked, else the first, and those that somebody has added. What is left out is among them. */
export function chartedRuns(runs: readonly Run[], { sel = [], over, draw = [] }: RunsView): readonly Run[] {
  const picked = new Set(sel)
  const added = new Set(draw)
  const most = over === undefined ? CHARTED : AVERAGED
  return runs.filter(({ info: { run_id } }, at) => (picked.size > 0 ? picked.has(run_id) : at < most) || added.has(run_id))
}

/** Draws a run's curves that are not drawn, or leaves them out. */
export function toggleDrawn(id: string, charted: ReadonlySet<string>, { off = [], draw = [] }: RunsView): ViewChange {
  const without = (list: readonly string[]) => {
    const others = list.filter((one) => one !== id)
    return others.length === 0 ? undefined : others
  }
  if (off.includes(id)) return { off: without(off) }
  if (draw.includes(id)) return { draw: without(draw) }
  return charted.has(id) ? { off: [...off, id] } : { draw: [...draw, id] }
}
