import type { Share } from '@reprise/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../server/client.ts'
import { copyText } from '../shell/copy-text.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { Time } from '../shell/time.tsx'
import { isExpired } from './expiry.ts'
import styles from './sharing.module.css'

interface Props {
  readonly shares: readonly Share[]
  /** Addresses of those whose links are known, by the id of the share. */
  readonly made: ReadonlyMap<string, string>
}

/** Links that there are. */
export function ShareList({ shares, made }: Props) {
  if (shares.length === 0) return null
  return (
    <ul className={styles['shares']} aria-label="Links">
      {shares.map((share) => (
        <Row key={share.share_id} share={share} address={made.get(share.share_id)} />
      ))}
    </ul>
  )
}

function Row({ share, address }: { readonly share: Share; readonly address: string | undefined }) {
  const { share_id: id, title, run_ids: runs, creation_time: made, expiry_time: end } = share
  const isOver = isExpired(end, Date.now())
  return (
    <li>
      <div className={styles['share']}>
        <b>{title ?? `Link ${id}`}</b>
        <span className={page['soft']}>
          {runs.length === 1 ? 'one run' : `${runs.length} runs`}, made <Time at={made} as="ago" />,{' '}
          {end === undefined ? (
            'until it is revoked'
          ) : (
            <>
              {isOver ? 'ended' : 'ends'} <Time at={end} as="ago" />
            </>
          )}
        </span>
        {address === undefined ? null : (
          <>
            <a href={address} target="_blank" rel="noreferrer" className={styles['address']}>
              {address}
            </a>
            <span role="status">Copy it now: it is not shown again.</span>
          </>
        )}
      </div>
      {address === undefined ? null : (
        <button type="button" className={page['button']} onClick={() => copyText(address, 'The link')}>
          Copy
        </button>
      )}
      <Revoke id={id} isOver={isOver} />
    </li>
  )
}

/** Asks once more: whoever has the link can not open it again. */
function Revoke({ id, isOver }: { readonly id: string; readonly isOver: boolean }) {
  const queries = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => client.revokeShare({ share_id: id }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['shares'] }),
  })
  return (
    <>
      <button
        type="button"
        className={page['button']}
        disabled={isPending}
        onBlur={() => setAsked(false)}
        onClick={() => (isAsked || isOver ? mutate() : setAsked(true))}
      >
        {isOver ? 'Remove' : isAsked ? 'Revoke for good?' : 'Revoke'}
      </button>
      {error === null ? null : <span role="alert">{errorText(error)}</span>}
    </>
  )
}
