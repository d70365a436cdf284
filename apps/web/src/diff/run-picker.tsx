import type { Run } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { filterOfWords } from '../search/filter-of-words.ts'
import { client } from '../server/client.ts'
import page from '../shell/page.module.css'
import { formatAgo } from '../values/format.ts'
import { nameOfRun } from '../values/name-of-run.ts'
import styles from './diff.module.css'

interface Props {
  /** The run that another is looked for to. */
  readonly run: Run
  readonly label: string
  readonly onPick: (id: string) => void
}

const MOST = 20

/** Finds another run: the newest of the same experiment, or by words of a name or an id anywhere in it. */
export function RunPicker({ run: { info }, label, onPick }: Props) {
  const [words, setWords] = useState('')
  const [isOpen, setOpen] = useState(false)
  const { data } = useQuery({
    queryKey: ['runs', 'recent', [info.experiment_id], words, 'to pick'],
    queryFn: async ({ signal }) => {
      const filter = words.trim() === '' ? '' : filterOfWords(words.trim())
      const asked = {
        experiment_ids: [info.experiment_id],
        filter,
        order_by: ['attributes.start_time DESC'],
        max_results: MOST,
        fields: ['info'],
      }
      return (await client.searchRuns(asked, { signal })).runs
    },
    enabled: isOpen,
  })
  const id = words.trim()
  const found = (data ?? []).filter((one) => one.info.run_id !== info.run_id)
  const pick = (runId: string) => {
    setOpen(false)
    setWords('')
    onPick(runId)
  }
  return (
    <div
      className={styles['picker']}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpen(false)
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') setOpen(false)
      }}
    >
      <input
        type="search"
        className={page['search']}
        aria-label={label}
        placeholder={`${label}: name or id`}
        value={words}
        onFocus={() => setOpen(true)}
        onChange={({ target }) => {
          setWords(target.value)
          setOpen(true)
        }}
        onKeyDown={({ key }) => {
          if (key !== 'Enter') return
          if (/^[0-9a-f]{32}$/.test(id)) pick(id)
          else if (found[0] !== undefined) pick(found[0].info.run_id)
        }}
      />
      {isOpen && data !== undefined ? (
        <ul className={styles['found']}>
          {found.map((one) => (
            <li key={one.info.run_id}>
              <button type="button" onClick={() => pick(one.info.run_id)}>
                <span>{nameOfRun(one.info)}</span>
                <span className={page['soft']}>
                  {one.info.run_id.slice(0, 8)} · {formatAgo(one.info.start_time)}
                </span>
              </button>
            </li>
          ))}
          {found.length === 0 ? (
            <li className={page['soft']}>No other run of this experiment is called so; the id of any run will do.</li>
          ) : null}
        </ul>
      ) : null}
    </div>
  )
}
