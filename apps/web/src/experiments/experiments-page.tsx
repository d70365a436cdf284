import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { experimentsQuery } from '../server/queries.ts'
import { errorText } from '../shell/error-text.ts'
import { Notice } from '../shell/notice.tsx'
import { formatAgo, formatDate } from '../values/format.ts'
import page from '../shell/page.module.css'

/** All experiments, the one that was used last first. */
export function ExperimentsPage() {
  const { q = '' } = useSearch({ from: '/experiments' })
  const navigate = useNavigate({ from: '/experiments' })
  const { data, error, isPending } = useQuery(experimentsQuery())
  if (error !== null) return <Notice title="The experiments could not be read" text={errorText(error)} />
  const words = q.toLowerCase()
  const shown = (data ?? [])
    .filter(({ name }) => name.toLowerCase().includes(words))
    .toSorted((a, b) => Number(b.last_update_time ?? 0) - Number(a.last_update_time ?? 0))
  return (
    <div className={page['page']}>
      <div className={page['head']}>
        <h1>Experiments</h1>
        <input
          type="search"
          className={page['search']}
          aria-label="Search experiments by name"
          placeholder="Search by name"
          value={q}
          onChange={({ target }) => void navigate({ search: target.value === '' ? {} : { q: target.value }, replace: true })}
        />
      </div>
      <table className={page['table']}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Changed</th>
            <th scope="col">Created</th>
            <th scope="col">Id</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ experiment_id, name, creation_time, last_update_time }) => (
            <tr key={experiment_id}>
              <th scope="row">
                <Link to="/e/$experiment" params={{ experiment: experiment_id }}>
                  {name}
                </Link>
              </th>
              <td title={formatDate(last_update_time)}>{formatAgo(last_update_time)}</td>
              <td>{formatDate(creation_time)}</td>
              <td>{experiment_id}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!isPending && shown.length === 0 ? <p className={page['soft']}>No experiment has such a name.</p> : null}
    </div>
  )
}
