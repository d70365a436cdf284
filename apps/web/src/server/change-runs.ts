import type { Run } from '@reprise/protocol'
import type { QueryClient } from '@tanstack/react-query'

/** Answers a run as it will be, or undefined where it will not be in lists any more. */
export type RunChange = (run: Run) => Run | undefined

/** Changes runs wherever a page has read them, before the server has. What is answered puts all back as it was. */
export function changeRuns(queries: QueryClient, runIds: readonly string[], change: RunChange): () => void {
  const ids = new Set(runIds)
  const before = queries.getQueriesData({ queryKey: ['runs'] })
  const changeOne = (run: Run) => (ids.has(run.info.run_id) ? change(run) : run)
  queries.setQueriesData({ queryKey: ['runs'] }, (data: unknown) => mapRuns(data, changeOne))
  return () => {
    for (const [key, data] of before) queries.setQueryData(key, data)
  }
}

/** Runs are read alone, as lists, as answers of a search, and as pages of those. Of a run that was read alone there is always one. */
export function mapRuns(data: unknown, change: RunChange): unknown {
  if (isRun(data)) return change(data) ?? data
  if (Array.isArray(data)) return data.every(isRun) ? mapList(data, change) : data
  if (!isObject(data)) return data
  if (Array.isArray(data['pages'])) return { ...data, pages: data['pages'].map((page) => mapRuns(page, change)) }
  return Array.isArray(data['runs']) && data['runs'].every(isRun) ? { ...data, runs: mapList(data['runs'], change) } : data
}

/** The same list where nothing changes, so that nothing is drawn again. */
function mapList(runs: readonly Run[], change: RunChange): readonly Run[] {
  const changed = runs.map(change)
  return changed.every((run, at) => run === runs[at]) ? runs : changed.filter((run) => run !== undefined)
}

function isRun(value: unknown): value is Run {
  return isObject(value) && isObject(value['info']) && typeof value['info']['run_id'] === 'string'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
