import type { ReactNode } from 'react'
import styles from './notice.module.css'

interface NoticeProps {
  readonly title: string
  readonly text?: string
  readonly children?: ReactNode
}

/** A few words in the place of a page's content: nothing found, nothing there yet, something failed. */
export function Notice({ title, text, children }: NoticeProps) {
  return (
    <section className={styles['notice']} aria-live="polite">
      <h1>{title}</h1>
      {text === undefined ? null : <p>{text}</p>}
      {children}
    </section>
  )
}
