import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { experimentQuery } from '../server/queries.ts'
import page from '../shell/page.module.css'
import { copyText } from '../shell/copy-text.ts'
import styles from './no-runs.module.css'
import type { RunsView } from './view.ts'

/** Says why a table has no rows; of an experiment without runs, how programs log to it. */
export function NoRuns({ view }: { readonly view: RunsView }) {
  const { experiment: id } = useParams({ from: '/e/$experiment' })
  const { data: experiment } = useQuery(experimentQuery(id))
  if (view.q !== undefined) return <p className={styles['empty']}>No run fits the filter.</p>
  if (view.deleted === true) return <p className={styles['empty']}>No run is deleted.</p>
  const program = `import mlflow\n\nmlflow.set_tracking_uri("${location.origin}")\nmlflow.set_experiment(${JSON.stringify(experiment?.name ?? '')})`
  return (
    <div className={styles['empty']}>
      <p>There are no runs here yet. They appear by themselves. In Python:</p>
      <pre tabIndex={0}>{program}</pre>
      <button type="button" className={page['button']} onClick={() => copyText(program, 'The program')}>
        Copy
      </button>
    </div>
  )
}
