import { useQuery } from '@tanstack/react-query'
import { latestFirst } from '../values/latest-first.ts'
import { namesOf } from '../values/names-of.ts'
import { experimentsQuery } from '../server/queries.ts'
import { errorText } from '../shell/error-text.ts'
import { Notice } from '../shell/notice.tsx'
import page from '../shell/page.module.css'
import { useTitle } from '../shell/use-title.ts'
import { EmptyServer } from './empty-server.tsx'
import styles from './home.module.css'
import { LatestExperiments } from './latest-experiments.tsx'
import { recentQuery } from './recent-query.ts'
import { usedFirst } from './used-first.ts'
import { RecentRuns } from './recent-runs.tsx'

/** Experiments that are looked through, the ones used last. */
const MOST_EXPERIMENTS = 1_000

const running = { title: 'Running', filter: "attributes.status = 'RUNNING'", none: 'Nothing is running.' } as const
const sections = [
  { title: 'New', filter: "attributes.status != 'RUNNING'", none: 'Nothing has ended yet.' },
  { title: 'Failed', filter: "attributes.status = 'FAILED'", none: 'Nothing has failed.' },
  {
    title: 'Not reproducible',
    filter: "tags.`reprise.verdict` IN ('DIVERGED', 'CANNOT')",
    none: 'No run was found not to be reproducible.',
  },
] as const

/** What is running, what is new, what failed, what was not reproducible, and where work goes on. */
export function HomePage() {
  useTitle('Home')
  const { data: experiments, error } = useQuery(experimentsQuery())
  const latest = experiments && latestFirst(experiments).slice(0, MOST_EXPERIMENTS)
  const ids = latest?.map(({ experiment_id }) => experiment_id)
  const { data: newest } = useQuery({ ...recentQuery(ids ?? [], ''), enabled: ids !== undefined })
  if (error !== null) return <Notice title="The server could not be asked" text={errorText(error)} />
  if (latest === undefined || ids === undefined || newest === undefined) return <div aria-busy="true" className={page['page']} />
  if (newest.length === 0) return <EmptyServer />
  const names = namesOf(latest)
  return (
    <div className={page['page']}>
      <div className={page['head']}>
        <h1>Home</h1>
      </div>
      <div className={styles['columns']}>
        <RecentRuns {...running} experimentIds={ids} names={names} />
        <LatestExperiments experiments={usedFirst(latest, newest)} />
        {sections.map((section) => (
          <RecentRuns key={section.title} {...section} experimentIds={ids} names={names} />
        ))}
      </div>
    </div>
  )
}
