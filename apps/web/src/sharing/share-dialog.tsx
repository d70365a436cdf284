import { limits } from '@reprise/protocol'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client, shareAddress } from '../server/client.ts'
import { Dialog } from '../shell/dialog.tsx'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { expiries, expiryTime } from './expiry.ts'
import { ShareList } from './share-list.tsx'
import { sharesQuery } from './shares-query.ts'
import styles from './sharing.module.css'

interface Props {
  readonly runIds: readonly string[]
  readonly baseline: string | undefined
  readonly onClose: () => void
}

/** Makes links under which these runs can be read, and takes them back. */
export function ShareDialog({ runIds, baseline, onClose }: Props) {
  const queries = useQueryClient()
  const [title, setTitle] = useState('')
  const [days, setDays] = useState<string>(expiries[0][0])
  /** Links that were made here; nobody is told them again. */
  const [made, setMade] = useState<ReadonlyMap<string, string>>(new Map())
  const { data: shares = [], error: unread } = useQuery(sharesQuery(runIds))
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => client.createShare({ run_ids: runIds, baseline, title: title.trim(), expiry_time: expiryTime(days, Date.now()) }),
    onSuccess: ({ share, token }) => {
      setMade((before) => new Map(before).set(share.share_id, shareAddress(token)))
      setTitle('')
      return queries.invalidateQueries({ queryKey: ['shares'] })
    },
  })
  const failed = error ?? unread
  const isOne = runIds.length === 1
  return (
    <Dialog title={isOne ? 'Share this run' : `Share these ${runIds.length} runs`} onClose={onClose}>
      <p className={styles['about']}>
        Whoever has the link can read {isOne ? 'this run as it is' : 'these runs as they are'} when it is opened: params, metrics, logs,
        small files, what {isOne ? 'it was' : 'they were'} made from, and notes. Nothing else of this server can be reached through it, and
        nothing can be changed.
      </p>
      <form
        className={page['bar']}
        onSubmit={(event) => {
          event.preventDefault()
          mutate()
        }}
      >
        <input
          className={styles['title']}
          aria-label="What to call the link"
          placeholder="For whom, or for what"
          maxLength={limits.shareTitleLength}
          value={title}
          onChange={({ target }) => setTitle(target.value)}
        />
        <select className={page['button']} aria-label="How long it is good" value={days} onChange={({ target }) => setDays(target.value)}>
          {expiries.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
        <button type="submit" className={page['main']} disabled={isPending}>
          Create a link
        </button>
      </form>
      {failed === null ? null : <p role="alert">{errorText(failed)}</p>}
      <ShareList shares={shares} made={made} />
      <div className={page['bar']}>
        <button type="button" className={page['button']} onClick={({ currentTarget }) => currentTarget.closest('dialog')?.close()}>
          Done
        </button>
      </div>
    </Dialog>
  )
}
