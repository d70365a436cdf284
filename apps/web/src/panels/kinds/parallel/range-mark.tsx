import type { KeyboardEvent } from 'react'
import { type Axis, labelOf } from '../../picture/axis.ts'
import type { Range } from '../../run-values/condition.ts'
import { pixelsOf, stepped } from './axis-ranges.ts'
import styles from './parallel.module.css'

interface Props {
  readonly axis: Axis
  /** Pixels of the axis. */
  readonly x: number
  readonly range: Range
  readonly onChange: (next: Range) => void
  readonly onRemove: () => void
}

/** A range on its axis. Arrow keys move its ends, further with Shift; Delete takes it away. */
export function RangeMark({ axis, x, range, onChange, onRemove }: Props) {
  const { scale, column } = axis
  const { high, low } = pixelsOf(axis, range)
  const nudge = (end: 'from' | 'to') => (event: KeyboardEvent) => {
    if (event.key === 'Delete' || event.key === 'Backspace' || event.key === 'Escape') onRemove()
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const by = { direction: event.key === 'ArrowUp' ? 1 : -1, times: event.shiftKey ? 5 : 1 } as const
      const next = { ...range, [end]: stepped(axis, range[end], by) }
      if (next.from <= next.to) onChange(next)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div>
      <div className={styles['range']} style={{ left: x - 8, top: high, width: 16, height: Math.max(2, low - high) }} />
      {(['to', 'from'] as const).map((end) => (
        <div
          key={end}
          role="slider"
          tabIndex={0}
          aria-orientation="vertical"
          aria-label={`${end === 'to' ? 'Upper' : 'Lower'} end of ${column.field.title}`}
          aria-valuenow={range[end]}
          aria-valuemin={scale.from}
          aria-valuemax={scale.to}
          aria-valuetext={labelOf(column, range[end])}
          className={styles['end']}
          style={{ left: x - 10, top: (end === 'to' ? high : low) - 3 }}
          onKeyDown={nudge(end)}
        />
      ))}
    </div>
  )
}
