import type { Experiment } from '@reprise/protocol'
import { useQueryClient } from '@tanstack/react-query'
import { restoreExperiment } from '../editing/edit-experiments.ts'
import { countRuns } from '../editing/edit-runs.ts'
import { canEdit } from '../server/client.ts'
import page from '../shell/page.module.css'
import styles from './runs-page.module.css'
import type { ReadRuns } from './use-runs.ts'

/** Says of an experiment that it is deleted, and restores it. */
export function DeletedNotice({ experiment }: { readonly experiment: Experiment }) {
  const queries = useQueryClient()
  return (
    <p role="status" className={styles['deleted']}>
      This experiment is deleted, with its runs: programs can not log to it.
      {canEdit ? (
        <button type="button" className={page['button']} onClick={() => void restoreExperiment(queries, experiment)}>
          Restore
        </button>
      ) : null}
    </p>
  )
}

/** Says of groups that they are made of some runs only, and reads the others. */
export function PartlyReadNotice({ read: { runs, isReadingAll, readAll } }: { readonly read: ReadRuns }) {
  return (
    <p role="status" className={styles['partly']}>
      Rows are gathered, and means taken, of the {countRuns(runs.length)} that were read so far. There are more.
      <button type="button" className={page['button']} disabled={isReadingAll} onClick={readAll}>
        {isReadingAll ? 'Reading all…' : 'Read all'}
      </button>
    </p>
  )
}
