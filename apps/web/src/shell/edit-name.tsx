import { useState } from 'react'
import styles from './edit-name.module.css'

interface Props {
  /** What is named, for whom does not see it: `Name of the run`. */
  readonly label: string
  readonly name: string
  readonly isEditable: boolean
  readonly onKeep: (name: string) => void
}

/** The name of what a page shows, as its heading; a click renames it. Enter keeps the new name, Escape the old one. */
export function EditName({ label, name, isEditable, onKeep }: Props) {
  const [draft, setDraft] = useState<string>()
  if (!isEditable)
    return (
      <h1 className={styles['name']} title={name}>
        {name}
      </h1>
    )
  if (draft === undefined) {
    return (
      <h1 className={styles['name']}>
        <button type="button" className={styles['button']} title={`${name}\nClick to rename`} onClick={() => setDraft(name)}>
          {name}
        </button>
      </h1>
    )
  }
  const finish = () => {
    const next = draft.trim()
    setDraft(undefined)
    if (next !== '' && next !== name) onKeep(next)
  }
  return (
    <input
      className={styles['input']}
      aria-label={label}
      autoFocus
      onFocus={({ target }) => target.select()}
      value={draft}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={finish}
      onKeyDown={({ key }) => {
        if (key === 'Enter') finish()
        if (key === 'Escape') setDraft(undefined)
      }}
    />
  )
}
