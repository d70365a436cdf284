import type { ServerEvent } from '@reprise/client'

/** How seldom values in tables follow points, which come many a second while a program trains. Curves follow at once. */
const TABLES = 3_000
/** How seldom names of metrics and params are searched for again. */
const NAMES = 5_000

/** Milliseconds that lie at least between two reads of a query after these changes; undefined where what it has read is not old. */
export function paceAfter(changes: readonly ServerEvent[], queryKey: readonly unknown[]): number | undefined {
  let least: number | undefined
  for (const event of changes) {
    const pace = paceOf(event, queryKey)
    if (pace === 0) return 0
    if (pace !== undefined && (least === undefined || pace < least)) least = pace
  }
  return least
}

/** Queries of names are about experiments in their second part, lists of runs in their third, a run in that, too. */
function paceOf(event: ServerEvent, [subject, detail, more]: readonly unknown[]): number | undefined {
  if (event.kind === 'reset') return 0
  const has = (list: unknown, id: string | undefined) => id !== undefined && Array.isArray(list) && list.includes(id)
  const isOfRun = event.runId !== undefined && (more === event.runId || has(detail, event.runId))
  if (event.kind === 'views-updated') return subject === 'views' ? 0 : undefined
  if (event.kind.startsWith('experiment')) return subject === 'experiments' ? 0 : undefined
  if (subject === 'keys') return has(detail, event.experimentId) ? NAMES : undefined
  // Of how many runs there are; charts of values look for themselves how they change.
  if (subject === 'values')
    return event.kind !== 'points' && typeof more === 'string' && has(detail, event.experimentId) ? NAMES : undefined
  if (event.kind !== 'points') return subject === 'runs' && (detail !== 'one' || isOfRun) ? 0 : undefined
  if (subject === 'series' || detail === 'one') return isOfRun ? 0 : undefined
  return subject === 'runs' && has(more, event.experimentId) ? TABLES : undefined
}
