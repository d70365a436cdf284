import type { Int64 } from '@reprise/protocol'
import { formatAgo, formatDate, formatDay } from '../values/format.ts'

interface Props {
  readonly at: Int64 | undefined
  /** `ago`: 3 min. ago; `day`: without the year; `date`: whole, to the second. */
  readonly as?: 'ago' | 'day' | 'date'
}

const formats = { ago: formatAgo, day: formatDay, date: formatDate }

/** A moment in the viewer's zone; whole, and in UTC as ISO 8601, for who points at it. */
export function Time({ at, as = 'date' }: Props) {
  if (at === undefined) return null
  const moment = new Date(Number(at))
  if (Number.isNaN(moment.getTime())) return null
  const iso = moment.toISOString()
  return (
    <time dateTime={iso} title={`${formatDate(at)} (${iso})`}>
      {formats[as](at)}
    </time>
  )
}
