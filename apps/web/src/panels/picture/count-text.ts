import type { Column } from '../run-values/column.ts'
import { MOST_VALUED, type RunValues } from '../run-values/run-values.ts'

/** How many runs are drawn of how many, and why the others are not: `198 of 200 runs · 1 without loss · 1 NaN or infinite in lr`. */
export function countText({ runs, columns, hasMore }: RunValues, shown: number): string {
  const total = hasMore
    ? `the first ${MOST_VALUED.toLocaleString('en-US')} runs (there are more)`
    : `${runs.length.toLocaleString('en-US')} ${runs.length === 1 ? 'run' : 'runs'}`
  const lost = columns.flatMap((column) => reasonsOf(column))
  return [shown === runs.length ? total : `${shown.toLocaleString('en-US')} of ${total}`, ...lost].join(' · ')
}

function reasonsOf({ field, missing, notFinite }: Column): string[] {
  return [
    ...(missing === 0 ? [] : [`${missing.toLocaleString('en-US')} without ${field.title}`]),
    ...(notFinite === 0 ? [] : [`${notFinite.toLocaleString('en-US')} not finite in ${field.title}`]),
  ]
}
