import type { View } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { namesOf } from '../values/names-of.ts'
import { experimentsQuery } from '../server/queries.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { Table } from '../shell/table.tsx'
import { Time } from '../shell/time.tsx'
import { useTitle } from '../shell/use-title.ts'
import { placeOfView } from '../views/place-of-view.ts'
import { allViewsQuery } from '../views/views-query.ts'

/** What is written down and handed on: today the saved views. */
export function ReportsPage() {
  useTitle('Reports')
  const { data: views, error } = useQuery(allViewsQuery())
  const { data: experiments } = useQuery(experimentsQuery())
  const names = namesOf(experiments)
  return (
    <div className={page['page']}>
      <div className={page['head']}>
        <h1>Reports</h1>
      </div>
      <section className={page['card']} aria-label="Saved views">
        <h2>Saved views</h2>
        {error === null ? null : <p role="alert">{errorText(error)}</p>}
        {views?.length === 0 ? <p className={page['soft']}>None yet: the pages of runs and comparisons save them, for everybody.</p> : null}
        {views === undefined || views.length === 0 ? null : (
          <Table
            label="Saved views"
            rows={views}
            keyOf={({ view_id }) => view_id}
            columns={[
              { title: 'Name', show: (view) => <ViewLink view={view} /> },
              {
                title: 'Of',
                show: ({ experiment_id }) => (experiment_id === undefined ? 'compared runs' : (names.get(experiment_id) ?? '')),
              },
              { title: 'Changed', show: ({ last_update_time }) => <Time at={last_update_time} as="ago" /> },
            ]}
          />
        )}
      </section>
      <p className={page['soft']}>
        Runs and experiments have notes in Markdown, and runs can be shared by a link or exported to one file. Pages of text between live
        charts are not there yet.
      </p>
    </div>
  )
}

function ViewLink({ view }: { readonly view: View }) {
  return <Link {...placeOfView(view)}>{view.name}</Link>
}
