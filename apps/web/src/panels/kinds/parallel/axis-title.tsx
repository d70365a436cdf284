import { useState } from 'react'
import styles from './parallel.module.css'

interface Props {
  readonly title: string
  readonly x: number
  /** Pixels to the next axis. */
  readonly share: number
  readonly at: number
  readonly count: number
  readonly onMove: (to: number) => void
}

/** The name of an axis: it is dragged, or moved with the arrow keys, to another place. */
export function AxisTitle({ title, x, share, at, count, onMove }: Props) {
  const [drag, setDrag] = useState<{ readonly start: number; readonly by: number }>()
  // Names of the outermost axes stay on the panel.
  const isOutermost = at === 0 || at === count - 1
  const width = Math.min(share - 6, 160, isOutermost ? 2 * (x - at * share) : Infinity)
  return (
    <button
      type="button"
      className={styles['title']}
      style={{ left: x - width / 2 + (drag?.by ?? 0), width, cursor: drag === undefined ? 'grab' : 'grabbing' }}
      title={`${title}: drag to another place`}
      aria-label={`Axis ${title}, ${at + 1} of ${count}; arrow keys move it`}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
        event.preventDefault()
        onMove(Math.min(count - 1, Math.max(0, at + (event.key === 'ArrowLeft' ? -1 : 1))))
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrag({ start: event.clientX, by: 0 })
      }}
      onPointerMove={(event) => {
        if (drag !== undefined) setDrag({ ...drag, by: event.clientX - drag.start })
      }}
      onPointerUp={() => {
        if (drag !== undefined) onMove(Math.min(count - 1, Math.max(0, at + Math.round(drag.by / share))))
        setDrag(undefined)
      }}
      onPointerCancel={() => setDrag(undefined)}
    >
      {title}
    </button>
  )
}
