import { type ReactNode, useLayoutEffect, useRef } from 'react'
import styles from './dialog.module.css'
import { Messages } from './messages.tsx'

interface Props {
  readonly title: string
  readonly children: ReactNode
  readonly onClose: () => void
  /** Where it is enough that the title is read aloud. */
  readonly isTitleHidden?: boolean
}

/** A dialog of the browser, open while it is mounted: it keeps the focus, closes with Escape, and gives the focus back. */
export function Dialog({ title, children, onClose, isTitleHidden = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const opened = dialog.current
    opened?.showModal()
    return () => opened?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={styles['dialog']}
      aria-label={title}
      onClose={({ currentTarget, target }) => {
        if (target === currentTarget && !currentTarget.open) onClose()
      }}
      onPointerDown={({ currentTarget, target }) => {
        // Beside it: the backdrop belongs to the dialog, its content does not.
        if (target === currentTarget) currentTarget.close()
      }}
    >
      <div className={styles['body']}>
        {isTitleHidden ? null : <h2>{title}</h2>}
        {children}
      </div>
      {/* Nothing outside an open dialog can be reached, the messages of the page neither. */}
      <Messages />
    </dialog>
  )
}
