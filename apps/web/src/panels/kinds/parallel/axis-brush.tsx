import { useRef } from 'react'
import { rangeBetween } from './axis-ranges.ts'
import styles from './parallel.module.css'
import { RangeMark } from './range-mark.tsx'
import { type BrushedAxis, useRangeDrag } from './use-range-drag.ts'

interface Props extends BrushedAxis {
  /** Pixels of the axis. */
  readonly x: number
}

/** Pixels in which the mouse has hold of the axis. */
const WIDTH = 26

/** The ranges of one axis: dragged with the mouse, or moved end by end with arrow keys. */
export function AxisBrush({ axis, x, ranges, onChange }: Props) {
  const group = useRef<HTMLDivElement>(null)
  const listeners = useRangeDrag({ axis, ranges, onChange })
  const { start: bottom, end: top } = axis.scale
  const title = axis.column.field.title
  return (
    <div ref={group} role="group" aria-label={title}>
      <div className={styles['body']} style={{ left: x - WIDTH / 2, top, width: WIDTH, height: bottom - top }} {...listeners} />
      <button
        type="button"
        className={styles['add']}
        style={{ left: x - WIDTH / 2, top: bottom, width: WIDTH }}
        aria-label={`Pick a range of ${title}`}
        onClick={() => {
          const whole = rangeBetween(axis, bottom, top)
          if (whole !== undefined) onChange([whole], true)
          requestAnimationFrame(() => group.current?.querySelector<HTMLElement>('[role=slider]')?.focus())
        }}
      />
      {ranges.map((range, at) => (
        <RangeMark
          key={at}
          {...{ axis, x, range }}
          onChange={(next) =>
            onChange(
              ranges.map((one) => (one === range ? next : one)),
              true,
            )
          }
          onRemove={() => {
            onChange(
              ranges.filter((one) => one !== range),
              true,
            )
            group.current?.querySelector('button')?.focus()
          }}
        />
      ))}
    </div>
  )
}
