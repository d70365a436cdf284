import type { ReactNode } from 'react'
import { errorText } from '../../shell/error-text.ts'
import styles from './picture.module.css'

interface Props {
  readonly width: number
  readonly height: number
  /** What is shown of how much, and what is not; told to screen readers as it changes. */
  readonly status: string
  readonly tools?: ReactNode
  readonly error: unknown
  readonly isPending: boolean
  /** Why there is nothing to draw; undefined where there is. */
  readonly empty: string | undefined
  readonly children: ReactNode
}

/** A panel that reads values of runs: what it shows in words, its controls, then the drawing, or why there is none. */
export function PanelBody({ width, height, status, tools, error, isPending, empty, children }: Props) {
  return (
    <div className={styles['panel']} style={{ width, height }} aria-busy={isPending}>
      <div className={styles['bar']}>
        <span className={styles['status']} role="status" title={status}>
          {isPending ? '' : status}
        </span>
        <div className={styles['tools']}>{tools}</div>
      </div>
      {error instanceof Error ? (
        <p className={styles['empty']} role="alert">
          {errorText(error)}
        </p>
      ) : isPending ? null : empty === undefined ? (
        children
      ) : (
        <p className={styles['empty']}>{empty}</p>
      )}
    </div>
  )
}
