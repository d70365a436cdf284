import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../server/client.ts'
import { errorText } from '../shell/error-text.ts'
import styles from './run-page.module.css'
import type { TabProps } from './run-page.tsx'
import { nameOfRun } from '../values/name-of-run.ts'

/** The name of a run; a click renames it. Enter keeps the new name, Escape the old one. */
export function RunName({ run }: TabProps) {
  const { run_id } = run.info
  const name = nameOfRun(run.info)
  const [draft, setDraft] = useState<string>()
  const queries = useQueryClient()
  const { mutate, error } = useMutation({
    mutationFn: (next: string) => client.updateRun({ run_id, run_name: next }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['runs'] }),
  })
  if (draft === undefined) {
    return (
      <>
        <h1>
          <button type="button" className={styles['nameButton']} title="Rename" onClick={() => setDraft(name)}>
            {name}
          </button>
        </h1>
        {error === null ? null : <span role="alert">{errorText(error)}</span>}
      </>
    )
  }
  const keep = () => {
    if (draft.trim() !== '' && draft !== name) mutate(draft.trim())
    setDraft(undefined)
  }
  return (
    <input
      aria-label="Name of the run"
      autoFocus
      value={draft}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={keep}
      onKeyDown={({ key }) => {
        if (key === 'Enter') keep()
        if (key === 'Escape') setDraft(undefined)
      }}
    />
  )
}
