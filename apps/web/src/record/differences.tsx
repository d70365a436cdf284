import type { RecordedDifference } from '@reprise/compare'
import page from '../shell/page.module.css'
import { Table } from '../shell/table.tsx'

interface Props {
  readonly differences: readonly RecordedDifference[]
  /** Whose values stand first. */
  readonly first: string
  readonly second: string
}

/** Rows that are shown; `reprise runs diff` lists them all. */
const MOST = 200

/** What two runs were made from, where it differs. */
export function Differences({ differences, first, second }: Props) {
  return (
    <>
      <Table
        label="What differs"
        rows={differences.slice(0, MOST)}
        keyOf={({ part, subject }) => `${part} ${subject}`}
        columns={[
          { title: 'What', show: (difference) => <What difference={difference} /> },
          { title: first, show: ({ a }) => a ?? '—' },
          { title: second, show: ({ b }) => b ?? '—' },
        ]}
      />
      {differences.length > MOST ? (
        <p className={page['soft']}>and {differences.length - MOST} more: reprise runs diff lists them</p>
      ) : null}
    </>
  )
}

function What({ difference: { subject, kind } }: { readonly difference: RecordedDifference }) {
  return (
    <>
      {subject} <span className={page['soft']}>{kind}</span>
    </>
  )
}
