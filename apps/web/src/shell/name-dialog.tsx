import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from './dialog.tsx'
import { errorText } from './error-text.ts'
import page from './page.module.css'

interface Props {
  readonly title: string
  /** Of the field: `Name of the view`. */
  readonly label: string
  readonly name?: string
  /** Characters that the server takes. */
  readonly most: number
  /** What the button says that keeps the name. */
  readonly verb: string
  readonly onClose: () => void
  /** Rejects where the server does not take the name: then it can be changed. */
  readonly onKeep: (name: string) => Promise<unknown>
}

/** Asks for a name, and closes when it was kept. */
export function NameDialog({ title, label, name: before = '', most, verb, onClose, onKeep }: Props) {
  const [name, setName] = useState(before)
  const { mutate, error, isPending } = useMutation({ mutationFn: () => onKeep(name.trim()), onSuccess: onClose })
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className={page['bar']}
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') mutate()
        }}
      >
        <input
          className={page['search']}
          aria-label={label}
          placeholder="Name"
          required
          maxLength={most}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" className={page['main']} disabled={isPending}>
          {verb}
        </button>
        <button type="button" className={page['button']} onClick={({ currentTarget }) => currentTarget.closest('dialog')?.close()}>
          Cancel
        </button>
      </form>
      {error === null ? null : <p role="alert">{errorText(error)}</p>}
    </Dialog>
  )
}
