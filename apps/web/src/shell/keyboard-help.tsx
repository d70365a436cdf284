import { useEffect, useRef } from 'react'
import styles from './keyboard-help.module.css'

const keys = [
  ['/', 'write a filter'],
  ['j  k', 'next run, previous run'],
  ['x', 'select the run'],
  ['Enter', 'open the run'],
  ['c', 'compare the selected runs'],
  ['Esc', 'leave the filter'],
  ['?', 'this list'],
] as const

/** The list of keys, as a dialog of the browser: it keeps the focus and closes with Escape. */
export function KeyboardHelp({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (isOpen) dialog.current?.showModal()
    else dialog.current?.close()
  }, [isOpen])
  return (
    <dialog ref={dialog} className={styles['dialog']} aria-label="Keyboard shortcuts" onClose={onClose}>
      <h2>Keyboard</h2>
      <dl>
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  )
}
