import type { RecordedDifference } from '@reprise/compare'
import page from '../shell/page.module.css'

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
      <table className={page['table']}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">{first}</th>
            <th scope="col">{second}</th>
          </tr>
        </thead>
        <tbody>
          {differences.slice(0, MOST).map(({ part, kind, subject, a, b }) => (
            <tr key={`${part} ${subject}`}>
              <td>
                {subject} <span className={page['soft']}>{kind}</span>
              </td>
              <td>{a ?? '—'}</td>
              <td>{b ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {differences.length > MOST ? (
        <p className={page['soft']}>and {differences.length - MOST} more: reprise runs diff lists them</p>
      ) : null}
    </>
  )
}
