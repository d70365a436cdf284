import { runEvents } from '@reprise/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../server/client.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import styles from './hook-form.module.css'

const empty = { name: '', url: '', secret: '', filter: '', events: ['run.failed'] as readonly string[] }

/** Registers an address. What is wrong with it, the server says. */
export function HookForm() {
  const [isOpen, setOpen] = useState(false)
  const [draft, setDraft] = useState(empty)
  const queries = useQueryClient()
  const { mutate, error, isPending } = useMutation({
    mutationFn: ({ name, url, secret, filter, events }: typeof empty) =>
      client.createWebhook({
        name,
        url,
        subscriptions: [...events],
        ...(secret === '' ? {} : { secret }),
        ...(filter === '' ? {} : { filter }),
      }),
    onSuccess: async () => {
      setDraft(empty)
      setOpen(false)
      await queries.invalidateQueries({ queryKey: ['hooks'] })
    },
  })
  if (!isOpen) {
    return (
      <p>
        <button type="button" className={page['button']} onClick={() => setOpen(true)}>
          New hook
        </button>
      </p>
    )
  }
  const field = (name: 'name' | 'url' | 'secret' | 'filter', label: string) => (
    <label>
      {label}
      <input
        className={page['search']}
        type={name === 'secret' ? 'password' : 'text'}
        autoComplete="off"
        value={draft[name]}
        onChange={({ target }) => setDraft({ ...draft, [name]: target.value })}
      />
    </label>
  )
  return (
    <form
      className={`${page['card'] ?? ''} ${styles['form'] ?? ''}`}
      aria-label="New hook"
      onSubmit={(event) => {
        event.preventDefault()
        mutate(draft)
      }}
    >
      {field('name', 'Name')}
      {field('url', 'Address')}
      {field('secret', 'Secret to sign with')}
      {field('filter', 'Only runs that match')}
      <fieldset>
        <legend>Is told of</legend>
        {runEvents.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={draft.events.includes(name)}
              onChange={({ target }) =>
                setDraft({ ...draft, events: target.checked ? [...draft.events, name] : draft.events.filter((one) => one !== name) })
              }
            />
            {name}
          </label>
        ))}
      </fieldset>
      {error === null ? null : <p role="alert">{errorText(error)}</p>}
      <div className={page['bar']}>
        <button type="submit" className={page['main']} disabled={isPending}>
          Create
        </button>
        <button type="button" className={page['button']} onClick={() => setOpen(false)}>
          Cancel
        </button>
      </div>
    </form>
  )
}
