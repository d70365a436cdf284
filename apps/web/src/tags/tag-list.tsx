import { limits } from '@reprise/protocol'
import { type FormEvent, useState } from 'react'
import page from '../shell/page.module.css'
import styles from './tag-list.module.css'

export interface Tag {
  readonly key: string
  readonly value?: string | undefined
}

type Entry = readonly [key: string, value: string]

interface Props {
  readonly tags: readonly Tag[]
  readonly isEditable: boolean
  readonly none: string
  readonly onSet: (entry: Entry) => Promise<boolean>
  readonly onDelete: (entry: Entry) => Promise<boolean>
}

/** Tags in the page at once. */
const MOST = 200
/** What programs write for programs. */
const own = /^(?:mlflow|reprise)\./

/** Tags with their values: those of people can be changed and removed, and others added. */
export function TagList({ tags, isEditable, none, onSet, onDelete }: Props) {
  const [words, setWords] = useState('')
  const [edited, setEdited] = useState<string>()
  const sorted = tags.toSorted((a, b) => Number(own.test(a.key)) - Number(own.test(b.key)) || (a.key < b.key ? -1 : 1))
  const found = sorted.filter(({ key, value = '' }) => key.includes(words) || value.includes(words))
  return (
    <>
      {tags.length > 8 ? (
        <input
          type="search"
          className={styles['search']}
          aria-label="Search tags"
          placeholder="Search tags"
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
      ) : null}
      {tags.length === 0 ? <p className={page['soft']}>{none}</p> : null}
      <ul className={styles['tags']}>
        {found.slice(0, MOST).map(({ key, value = '' }) => (
          <li key={key}>
            {edited === key ? (
              <TagForm keyName={key} value={value} onDone={() => setEdited(undefined)} onSet={onSet} />
            ) : (
              <>
                <span className={styles['key']}>{key}</span>
                <span className={styles['value']}>{value}</span>
                {isEditable && !own.test(key) ? (
                  <span className={styles['tools']}>
                    <button type="button" aria-label={`Edit ${key}`} onClick={() => setEdited(key)}>
                      Edit
                    </button>
                    <button type="button" aria-label={`Remove ${key}`} onClick={() => void onDelete([key, value])}>
                      ×
                    </button>
                  </span>
                ) : null}
              </>
            )}
          </li>
        ))}
      </ul>
      {found.length > MOST ? <p className={page['soft']}>and {found.length - MOST} more; search for them</p> : null}
      {isEditable ? <NewTag onSet={onSet} /> : null}
    </>
  )
}

function NewTag({ onSet }: Pick<Props, 'onSet'>) {
  const [isOpen, setOpen] = useState(false)
  if (!isOpen) {
    return (
      <button type="button" className={page['button']} onClick={() => setOpen(true)}>
        Add a tag
      </button>
    )
  }
  return <TagForm onSet={onSet} onDone={() => setOpen(false)} />
}

interface FormProps {
  /** Absent: the key is asked for. */
  readonly keyName?: string
  readonly value?: string
  readonly onSet: (entry: Entry) => Promise<boolean>
  readonly onDone: () => void
}

/** Asks for a tag. What was written stays where the server does not take it. */
export function TagForm({ keyName, value: before = '', onSet, onDone }: FormProps) {
  const [key, setKey] = useState(keyName ?? '')
  const [value, setValue] = useState(before)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (key.trim() !== '' && (await onSet([key.trim(), value]))) {
      onDone()
    }
  }
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault()
          onDone()
        }
      }}
    >
      {keyName === undefined ? (
        <input
          aria-label="Name of the tag"
          placeholder="name"
          autoFocus
          required
          maxLength={limits.keyLength}
          value={key}
          onChange={({ target }) => setKey(target.value)}
        />
      ) : (
        <span className={styles['key']}>{keyName}</span>
      )}
      <input
        aria-label={keyName === undefined ? 'Value of the tag' : `Value of ${keyName}`}
        placeholder="value"
        autoFocus={keyName !== undefined}
        maxLength={limits.runTagValueLength}
        value={value}
        onChange={({ target }) => setValue(target.value)}
      />
      <button type="submit" className={page['main']}>
        Keep
      </button>
      <button type="button" className={page['button']} onClick={onDone}>
        Cancel
      </button>
    </form>
  )
}
