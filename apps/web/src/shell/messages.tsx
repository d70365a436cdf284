import { useSyncExternalStore } from 'react'
import { errorText } from './error-text.ts'
import styles from './messages.module.css'

interface Message {
  readonly id: number
  readonly text: string
  readonly isError: boolean
  readonly undo?: (() => void) | undefined
}

/** How long a message stays: one that can be taken back long enough to think. Errors stay until they are closed. */
const STAY_MILLISECONDS = 6_000
const UNDO_MILLISECONDS = 20_000
const MOST = 4

const listeners = new Set<() => void>()
let shown: readonly Message[] = []
let last = 0

/** Says in a corner of the page what was done, with a button that takes it back where that can be. */
export function tell(text: string, { undo }: { readonly undo?: (() => void) | undefined } = {}): void {
  const id = add({ text, isError: false, undo })
  setTimeout(() => dismiss(id), undo === undefined ? STAY_MILLISECONDS : UNDO_MILLISECONDS)
}

/** Says what went wrong, in the server's words: `The run could not be renamed. Name is empty.` */
export function tellError(what: string, error: unknown): void {
  add({ text: `${what} ${errorText(error)}`, isError: true })
}

function add(message: Omit<Message, 'id'>): number {
  last += 1
  show([...shown, { ...message, id: last }].slice(-MOST))
  return last
}

function dismiss(id: number): void {
  show(shown.filter((message) => message.id !== id))
}

function show(messages: readonly Message[]): void {
  shown = messages
  for (const listener of listeners) listener()
}

function follow(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The messages of the moment. They take no place from the page, and are read aloud when they come. */
export function Messages() {
  const messages = useSyncExternalStore(follow, () => shown)
  return (
    <div className={styles['messages']} role="status" aria-label="Messages">
      {messages.map(({ id, text, isError, undo }) => (
        <div key={id} className={isError ? styles['error'] : styles['message']} role={isError ? 'alert' : undefined}>
          <span>{text}</span>
          {undo === undefined ? null : (
            <button
              type="button"
              onClick={() => {
                dismiss(id)
                undo()
              }}
            >
              Undo
            </button>
          )}
          <button type="button" aria-label="Close this message" onClick={() => dismiss(id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  )
}
