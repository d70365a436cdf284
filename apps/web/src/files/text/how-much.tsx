import page from '../../shell/page.module.css'
import { formatBytes } from '../../values/format.ts'

interface Props {
  /** Bytes that were read. */
  readonly length: number
  readonly size: number
  readonly isReading: boolean
  readonly readMore: (() => void) | undefined
}

/** Says how much of a file is shown, where that is not all. */
export function HowMuch({ length, size, isReading, readMore }: Props) {
  if (length >= size) return null
  return (
    <span className={page['bar']}>
      <span className={page['soft']}>
        The first {formatBytes(length)} of {formatBytes(size)}
      </span>
      {readMore === undefined ? (
        <span className={page['soft']}>(as much as a page holds)</span>
      ) : (
        <button type="button" className={page['button']} disabled={isReading} onClick={readMore}>
          Show more
        </button>
      )}
    </span>
  )
}
