import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fits } from '../search/fits.ts'
import { experimentsQuery } from '../server/queries.ts'
import { Dialog } from '../shell/dialog.tsx'
import page from '../shell/page.module.css'
import { countRuns, moveRuns } from './edit-runs.ts'
import styles from './editing.module.css'

interface Props {
  readonly runIds: readonly string[]
  readonly from: string
  readonly onClose: () => void
  readonly onDone?: () => void
}

/** Experiments in the dialog at once. */
const MOST = 100

/** Asks for an experiment, and moves runs there. */
export function MoveDialog({ runIds, from, onClose, onDone }: Props) {
  const queries = useQueryClient()
  const [words, setWords] = useState('')
  const { data: experiments = [], isPending } = useQuery(experimentsQuery())
  const found = experiments.filter(({ experiment_id, name }) => experiment_id !== from && fits(name, words))
  return (
    <Dialog title={`Move ${countRuns(runIds.length)} to`} onClose={onClose}>
      <input
        type="search"
        className={page['search']}
        style={{ width: '100%' }}
        aria-label="Search experiments"
        placeholder="Search experiments"
        value={words}
        onChange={({ target }) => setWords(target.value)}
      />
      <ul className={styles['targets']} aria-label="Experiments">
        {found.slice(0, MOST).map((experiment) => (
          <li key={experiment.experiment_id}>
            <button
              type="button"
              onClick={() => {
                onClose()
                onDone?.()
                void moveRuns(queries, runIds, experiment)
              }}
            >
              {experiment.name}
            </button>
          </li>
        ))}
      </ul>
      {!isPending && found.length === 0 ? <p className={page['soft']}>There is no other experiment of that name.</p> : null}
    </Dialog>
  )
}
