import page from '../../shell/page.module.css'
import { formatBytes } from '../../values/format.ts'
import type { TextEncoding } from '../looks-like.ts'
import { EncodingNote } from './encoding-note.tsx'

interface Props {
  /** Bytes that were read. */
  readonly length: number
  readonly size: number
  readonly encoding: TextEncoding
  readonly isReading: boolean
  readonly readMore: (() => void) | undefined
}

/** Says how much of a text is shown, where that is not all, and how it was read. */
export function HowMuch({ encoding, ...read }: Props) {
  return (
    <>
      <EncodingNote encoding={encoding} />
      {read.length >= read.size ? null : <Part {...read} />}
    </>
  )
}

function Part({ length, size, isReading, readMore }: Omit<Props, 'encoding'>) {
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
