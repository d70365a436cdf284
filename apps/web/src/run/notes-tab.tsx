import { limits } from '@reprise/protocol'
import { useQueryClient } from '@tanstack/react-query'
import { Notes } from '../notes/notes.tsx'
import { canEdit, client } from '../server/client.ts'
import page from '../shell/page.module.css'
import { NOTE_TAG } from '../notes/note-tag.ts'
import type { TabProps } from './tab-props.ts'
import { tagOf } from '../tags/tag-of.ts'

/** What people write about a run, in Markdown. */
export function NotesTab({ run }: TabProps) {
  const queries = useQueryClient()
  const { run_id } = run.info
  return (
    <section className={page['card']} aria-label="Notes">
      <Notes
        key={run_id}
        subject={`run.${run_id}`}
        text={tagOf(run, NOTE_TAG) ?? ''}
        isEditable={canEdit}
        most={limits.runTagValueLength}
        none="There are no notes."
        onSave={async (value) => {
          await client.setTag({ run_id, key: NOTE_TAG, value })
          await queries.invalidateQueries({ queryKey: ['runs', 'one', run_id] })
        }}
      />
    </section>
  )
}
