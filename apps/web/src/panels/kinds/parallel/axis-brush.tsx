import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { place } from '../../../charts/scale.ts'
import { type Axis, labelOf, valueNear } from '../../picture/axis.ts'
import type { Range } from '../../run-values/condition.ts'
import styles from './parallel.module.css'

interface Props {
  readonly axis: Axis
  /** Pixels of the axis. */
  readonly x: number
  readonly ranges: readonly Range[]
  /** `isDone`: the mouse was let go. */
  readonly onChange: (ranges: readonly Range[], isDone: boolean) => void
}

/** Pixels from an end of a range in which the end is meant. */
const EDGE = 6
const WIDTH = 26
/** Parts of an axis that a key moves an end by. */
const STEPS = 50

interface Drag {
  readonly rest: readonly Range[]
  /** Pixels of the end that stays, or of both ends that move together. */
  readonly from: number
  readonly to: number
  readonly start: number
  readonly isMoved: boolean
}

/** The ranges of one axis: dragged with the mouse, or moved end by end with arrow keys. */
export function AxisBrush({ axis, x, ranges, onChange }: Props) {
  const { scale, column } = axis
  const body = useRef<HTMLDivElement>(null)
  const [drag, setDrag] = useState<Drag>()
  const top = scale.end
  const bottom = scale.start
  const clamp = (pixel: number) => Math.min(bottom, Math.max(top, pixel))
  const pixelsOf = ({ from, to }: Range) => ({ high: clamp(place(scale, to) - pad), low: clamp(place(scale, from) + pad) })
  // A category has a share of the axis around its place.
  const pad = column.kind === 'category' ? ((bottom - top) / Math.max(1, column.categories.length)) * 0.4 : 0
  const rangeOf = (one: number, other: number): Range | undefined =>
    rangeBetween(axis, clamp(Math.max(one, other)), clamp(Math.min(one, other)))
  const pixelOf = (event: PointerEvent) => event.clientY - event.currentTarget.getBoundingClientRect().top + top
  const begin = (event: PointerEvent) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const at = pixelOf(event)
    const hit = ranges.find((range) => at >= pixelsOf(range).high - EDGE && at <= pixelsOf(range).low + EDGE)
    const rest = ranges.filter((range) => range !== hit)
    if (hit === undefined) return setDrag({ rest: ranges, from: at, to: at, start: at, isMoved: false })
    const { high, low } = pixelsOf(hit)
    if (Math.abs(at - high) <= EDGE) return setDrag({ rest, from: low, to: high, start: at, isMoved: false })
    if (Math.abs(at - low) <= EDGE) return setDrag({ rest, from: high, to: low, start: at, isMoved: false })
    setDrag({ rest, from: low, to: high, start: at, isMoved: true })
  }
  const rangesAt = (at: number, { rest, from, to, start, isMoved }: Drag): readonly Range[] => {
    const by = isMoved ? Math.min(bottom - Math.max(from, to), Math.max(top - Math.min(from, to), at - start)) : 0
    const range = isMoved ? rangeOf(from + by, to + by) : rangeOf(from, at)
    return range === undefined ? rest : [...rest, range]
  }
  const nudge = (range: Range, end: 'from' | 'to') => (event: KeyboardEvent) => {
    if (event.key === 'Delete' || event.key === 'Backspace' || event.key === 'Escape') {
      onChange(
        ranges.filter((one) => one !== range),
        true,
      )
      body.current?.querySelector('button')?.focus()
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const next = { ...range, [end]: stepped(axis, range[end], event.key === 'ArrowUp' ? 1 : -1, event.shiftKey ? 5 : 1) }
      if (next.from <= next.to)
        onChange(
          ranges.map((one) => (one === range ? next : one)),
          true,
        )
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const title = column.field.title
  return (
    <div ref={body} role="group" aria-label={title}>
      <div
        className={styles['body']}
        style={{ left: x - WIDTH / 2, top, width: WIDTH, height: bottom - top }}
        onPointerDown={begin}
        onPointerMove={(event) => {
          if (drag !== undefined && Math.abs(pixelOf(event) - drag.start) > 2) onChange(rangesAt(pixelOf(event), drag), false)
        }}
        onPointerUp={(event) => {
          if (drag === undefined) return
          const at = pixelOf(event)
          // A click beside all ranges takes them away; one on a range leaves it.
          if (Math.abs(at - drag.start) > 2) onChange(rangesAt(at, drag), true)
          else if (drag.rest.length === ranges.length) onChange([], true)
          setDrag(undefined)
        }}
        onPointerCancel={() => setDrag(undefined)}
        onDoubleClick={() => onChange([], true)}
      />
      <button
        type="button"
        className={styles['add']}
        style={{ left: x - WIDTH / 2, top: bottom, width: WIDTH }}
        aria-label={`Pick a range of ${title}`}
        onClick={() => {
          const whole = rangeOf(bottom, top)
          if (whole !== undefined) onChange([whole], true)
          requestAnimationFrame(() => body.current?.querySelector<HTMLElement>('[role=slider]')?.focus())
        }}
      />
      {ranges.map((range, at) => {
        const { high, low } = pixelsOf(range)
        return (
          <div key={at}>
            <div className={styles['range']} style={{ left: x - 8, top: high, width: 16, height: Math.max(2, low - high) }} />
            {(['to', 'from'] as const).map((end) => (
              <div
                key={end}
                role="slider"
                tabIndex={0}
                aria-orientation="vertical"
                aria-label={`${end === 'to' ? 'Upper' : 'Lower'} end of ${title}`}
                aria-valuenow={range[end]}
                aria-valuemin={scale.from}
                aria-valuemax={scale.to}
                aria-valuetext={labelOf(column, range[end])}
                className={styles['end']}
                style={{ left: x - 10, top: (end === 'to' ? high : low) - 3 }}
                onKeyDown={nudge(range, end)}
              />
            ))}
          </div>
        )
      })}
    </div>
  )
}

/** The values between two pixels; of categories those whose place is between them. Undefined where none is. */
function rangeBetween(axis: Axis, low: number, high: number): Range | undefined {
  if (axis.column.kind !== 'category') return { from: valueNear(axis, low), to: valueNear(axis, high) }
  const inside = axis.column.categories.map((_, at) => at).filter((at) => place(axis.scale, at) <= low && place(axis.scale, at) >= high)
  const [from] = inside
  const to = inside.at(-1)
  return from === undefined || to === undefined ? undefined : { from, to }
}

function stepped(axis: Axis, value: number, direction: 1 | -1, times: number): number {
  const { scale, column } = axis
  if (column.kind === 'category') return Math.min(column.categories.length - 1, Math.max(0, value + direction))
  const step = (Math.abs(scale.end - scale.start) / STEPS) * times
  const pixel = place(scale, value) - direction * step
  return valueNear(axis, Math.min(scale.start, Math.max(scale.end, pixel)))
}
