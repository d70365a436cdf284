import type { Run } from '@reprise/protocol'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import { experimentQuery } from '../server/queries.ts'
import page from '../shell/page.module.css'

/** Ways back to the tables that the runs were picked from, where they still are. */
export function BackToRuns({ runs }: { readonly runs: readonly Run[] }) {
  const ids = [...new Set(runs.map(({ info }) => info.experiment_id))]
  const experiments = useQueries({ queries: ids.map((id) => experimentQuery(id)) })
  return ids.map((id, at) => (
    <Fragment key={id}>
      <Link
        to="/e/$experiment"
        params={{ experiment: id }}
        search={{ sel: runs.flatMap(({ info }) => (info.experiment_id === id ? [info.run_id] : [])) }}
      >
        {experiments[at]?.data?.name ?? id}
      </Link>
      <span className={page['soft']}>{at === ids.length - 1 ? '/' : '+'}</span>
    </Fragment>
  ))
}
