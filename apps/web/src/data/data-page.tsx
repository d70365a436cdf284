import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { client } from '../server/client.ts'
import { experimentsQuery } from '../server/queries.ts'
import { errorText } from '../shell/error-text.ts'
import { Notice } from '../shell/notice.tsx'
import page from '../shell/page.module.css'

/** Experiments of one question, and questions of one page. */
const AT_ONCE = 20
const QUESTIONS = 10

/** The data that runs have read, and where they lead. */
export function DataPage() {
  const { data: experiments } = useQuery(experimentsQuery())
  const names = new Map(experiments?.map(({ experiment_id, name }) => [experiment_id, name]))
  const newest = (experiments ?? [])
    .toSorted((a, b) => Number(b.last_update_time ?? 0) - Number(a.last_update_time ?? 0))
    .slice(0, AT_ONCE * QUESTIONS)
    .map(({ experiment_id }) => experiment_id)
  const { data, error } = useQuery({
    queryKey: ['datasets', newest],
    enabled: experiments !== undefined,
    queryFn: async ({ signal }) => {
      const found = []
      for (let at = 0; at < newest.length; at += AT_ONCE) {
        const answer = await client.searchDatasets({ experiment_ids: newest.slice(at, at + AT_ONCE) }, { signal })
        found.push(...answer.dataset_summaries)
      }
      return found
    },
  })
  if (error !== null) return <Notice title="The data could not be read" text={errorText(error)} />
  if (data === undefined) return <div aria-busy="true" />
  if (data.length === 0) {
    return (
      <Notice title="No run has said what data it read">
        <p>
          <code>reprise run</code> and <code>reprise repro</code> say it by themselves; programs with <code>mlflow.log_input</code>.
        </p>
      </Notice>
    )
  }
  return (
    <div className={page['page']}>
      <div className={page['head']}>
        <h1>Data</h1>
      </div>
      <table className={page['table']}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Digest</th>
            <th scope="col">Used for</th>
            <th scope="col">Experiment</th>
          </tr>
        </thead>
        <tbody>
          {data.map(({ experiment_id, name, digest, context }) => (
            <tr key={`${experiment_id}\n${name}\n${digest}\n${context ?? ''}`}>
              <th scope="row">
                <Link to="/lineage" search={{ of: digest }}>
                  {name}
                </Link>
              </th>
              <td>
                <code>{digest.slice(0, 16)}</code>
              </td>
              <td>{context ?? ''}</td>
              <td>
                <Link to="/e/$experiment" params={{ experiment: experiment_id }}>
                  {names.get(experiment_id) ?? experiment_id}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
