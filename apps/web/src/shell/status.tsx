import type { RunStatus } from '@reprise/protocol'
import page from './page.module.css'
import styles from './status.module.css'

const words: Readonly<Record<RunStatus, string>> = {
  RUNNING: 'Running',
  SCHEDULED: 'Scheduled',
  FINISHED: 'Finished',
  FAILED: 'Failed',
  KILLED: 'Killed',
}

/** A run's status, by colour, sign and word: nobody has to tell colours apart. */
export function Status({ status, isShort = false }: { readonly status: RunStatus; readonly isShort?: boolean }) {
  return (
    <span className={`${styles['status'] ?? ''} ${styles[status.toLowerCase()] ?? ''}`} title={words[status]}>
      <Sign status={status} />
      {isShort ? <span className={page['unseen']}>{words[status]}</span> : words[status]}
    </span>
  )
}

function Sign({ status }: { readonly status: RunStatus }) {
  return (
    <svg
      viewBox="0 0 12 12"
      width="12"
      height="12"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
    >
      {status === 'FINISHED' ? <path d="M2.5 6.5l2.4 2.4 4.6-5.4" /> : null}
      {status === 'FAILED' ? <path d="M3 3l6 6M9 3l-6 6" /> : null}
      {status === 'KILLED' ? <rect x="3" y="3" width="6" height="6" fill="currentColor" /> : null}
      {status === 'RUNNING' ? <path d="M6 1.6a4.4 4.4 0 1 1-4.2 3.2" /> : null}
      {status === 'SCHEDULED' ? <path d="M6 2.5v3.7l2.3 1.6" /> : null}
    </svg>
  )
}
