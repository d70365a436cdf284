import { useState } from 'react'
import { Markdown } from '../markdown/markdown.tsx'
import { errorText } from '../shell/error-text.ts'
import { tell } from '../shell/messages.tsx'
import page from '../shell/page.module.css'
import { type Draft, keepDraft, readDraft } from './draft.ts'
import styles from './notes.module.css'

interface Props {
  /** What the notes are of: `run.0af7…`. Drafts are kept under it. */
  readonly subject: string
  readonly text: string
  readonly isEditable: boolean
  /** Characters that the server takes. */
  readonly most: number
  readonly none: string
  readonly onSave: (text: string) => Promise<void>
}

/** Notes in Markdown, and the place where they are written. Nothing that was written is lost before it is saved. */
export function Notes({ subject, text, isEditable, most, none, onSave }: Props) {
  const [draft, setDraft] = useState(() => (isEditable ? readDraft(subject) : undefined))
  const write = (next: Draft | undefined) => {
    setDraft(next)
    keepDraft(subject, next)
  }
  if (draft !== undefined) return <Editor draft={draft} text={text} most={most} onChange={write} onSave={onSave} />
  return (
    <div className={styles['notes']}>
      {text === '' ? <p className={page['soft']}>{none}</p> : <Markdown text={text} />}
      {isEditable ? (
        <button type="button" className={page['button']} onClick={() => write({ text, base: text })}>
          {text === '' ? 'Write notes' : 'Edit'}
        </button>
      ) : null}
    </div>
  )
}

interface EditorProps {
  readonly draft: Draft
  /** What the server has now. */
  readonly text: string
  readonly most: number
  readonly onChange: (draft: Draft | undefined) => void
  readonly onSave: (text: string) => Promise<void>
}

function Editor({ draft, text, most, onChange, onSave }: EditorProps) {
  const [state, setState] = useState<{ readonly isSaving: boolean; readonly error?: unknown }>({ isSaving: false })
  const isChangedMeanwhile = text !== draft.base && text !== draft.text
  const excess = draft.text.length - most
  const save = async () => {
    if (excess > 0) return
    setState({ isSaving: true })
    try {
      await onSave(draft.text)
      onChange(undefined)
    } catch (error) {
      setState({ isSaving: false, error })
    }
  }
  const leave = () => {
    onChange(undefined)
    if (draft.text !== draft.base) tell('What you wrote is thrown away.', { undo: () => onChange(draft) })
  }
  return (
    <div className={styles['notes']}>
      <div className={styles['halves']}>
        <textarea
          aria-label="Notes in Markdown"
          rows={16}
          autoFocus
          value={draft.text}
          onChange={({ target }) => onChange({ ...draft, text: target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save()
          }}
        />
        <section className={styles['preview']} aria-label="Preview" tabIndex={0}>
          {draft.text.trim() === '' ? <p className={page['soft']}>What you write is shown here.</p> : <Markdown text={draft.text} />}
        </section>
      </div>
      {state.error === undefined ? null : (
        <p role="alert" className={styles['problem']}>
          The notes could not be saved. {errorText(state.error)} What you wrote is kept in this browser.
        </p>
      )}
      {isChangedMeanwhile ? (
        <p role="alert" className={styles['problem']}>
          Somebody has changed the notes since you began. Saving replaces theirs:{' '}
          <button type="button" onClick={() => onChange({ text: `${draft.text}\n\n${text}`, base: text })}>
            put theirs below mine
          </button>
        </p>
      ) : null}
      {excess > 0 ? <p role="alert">{`${excess} characters too many: notes have at most ${most}.`}</p> : null}
      <div className={page['bar']}>
        <button type="button" className={page['main']} disabled={state.isSaving || excess > 0} onClick={() => void save()}>
          {state.isSaving ? 'Saving' : 'Save'}
        </button>
        <button type="button" className={page['button']} onClick={leave}>
          Cancel
        </button>
        <span className={page['soft']}>Markdown. Ctrl Enter saves.</span>
      </div>
    </div>
  )
}
