import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../server/client.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { Markdown } from './markdown.tsx'
import type { TabProps } from './run-page.tsx'
import { tagOf } from './tag-of.ts'

/** The tag in which MLflow keeps the description of a run. */
const TAG = 'mlflow.note.content'

/** What people write about a run, in Markdown. */
export function NotesTab({ run }: TabProps) {
  const kept = tagOf(run, TAG) ?? ''
  const [draft, setDraft] = useState<string>()
  const queries = useQueryClient()
  const { mutate, error, isPending } = useMutation({
    mutationFn: (value: string) => client.setTag({ run_id: run.info.run_id, key: TAG, value }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['runs', 'one', run.info.run_id] })
      setDraft(undefined)
    },
  })
  if (draft === undefined) {
    return (
      <section className={page['card']} aria-label="Notes">
        {kept === '' ? <p className={page['soft']}>There are no notes.</p> : <Markdown text={kept} />}
        <button type="button" className={page['button']} onClick={() => setDraft(kept)}>
          Edit
        </button>
      </section>
    )
  }
  return (
    <section className={page['card']} aria-label="Notes">
      <textarea
        aria-label="Notes in Markdown"
        rows={16}
        style={{ width: '100%' }}
        autoFocus
        value={draft}
        onChange={({ target }) => setDraft(target.value)}
      />
      {error === null ? null : <p role="alert">{errorText(error)}</p>}
      <div className={page['bar']}>
        <button type="button" className={page['main']} disabled={isPending} onClick={() => mutate(draft)}>
          Save
        </button>
        <button type="button" className={page['button']} onClick={() => setDraft(undefined)}>
          Cancel
        </button>
      </div>
    </section>
  )
}
