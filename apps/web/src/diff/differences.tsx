import type { ReactNode } from 'react'
import page from '../shell/page.module.css'
import styles from './diff.module.css'

interface Props {
  readonly title: string
  /** Names of both runs, over the columns of their values. */
  readonly names: readonly [string, string]
  /** What is held against each other, and how much of it is alike. */
  readonly count: number
  readonly same: number
  /** Heads of further columns. */
  readonly heads?: readonly string[]
  /** Rows that are shown. */
  readonly rows: readonly ReactNode[]
  /** What stands below the table. */
  readonly children: ReactNode
}

/** What two runs have of one kind beside each other, or that there is nothing to show. */
export function Differences({ title, names, count, same, heads = [], rows, children }: Props) {
  return (
    <section aria-label={title}>
      <h2>
        {title} <small className={page['soft']}>{same === 0 ? '' : `${same} the same`}</small>
      </h2>
      {rows.length === 0 ? (
        <p className={page['soft']}>{count === 0 ? 'Neither has any.' : 'Nothing differs.'}</p>
      ) : (
        <table className={`${page['table']} ${styles['even']}`}>
          <thead>
            <tr>
              {['Name', ...names, ...heads].map((head, at) => (
                <th key={at} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{rows}</tbody>
        </table>
      )}
      {children}
    </section>
  )
}
