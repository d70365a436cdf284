import { type HTMLAttributes, type KeyboardEvent, type PointerEvent, useState } from 'react'
import type { PanelProps } from '../../kind.ts'
import { placeOf } from '../../picture/place-of.ts'
import { useOpenRun } from '../../picture/use-open-run.ts'
import { type Brush, brushOf } from './brush.ts'
import type { Rectangle } from './marks.tsx'
import { nearestPoint, pointBeside } from './points.ts'
import type { ScatterModel } from './scatter-model.ts'

/** Pixels around a point in which it is meant. */
const REACH = 14
/** Pixels that the mouse moves before it draws a rectangle. */
const DRAG = 5

export interface Marked {
  readonly model: ScatterModel
  readonly brush: Brush | undefined
  readonly onBrush: (brush: Brush | undefined) => void
  readonly selected: readonly string[]
  readonly onSelect: PanelProps['onSelect']
}

interface Marking {
  /** The point that is meant; -1 where none is. */
  readonly pointed: number
  /** The rectangle that is being drawn, once it is one. */
  readonly drawn: Rectangle | undefined
  readonly isPressed: boolean
  readonly listeners: HTMLAttributes<HTMLElement>
}

/** What mouse and keys do: point at a run, open it, pick it, draw a rectangle around several. */
export function useMarking({ model, brush, onBrush, selected, onSelect }: Marked): Marking {
  const openRun = useOpenRun()
  const [pointed, setPointed] = useState(-1)
  const [drag, setDrag] = useState<Rectangle>()
  const drawn = drag !== undefined && isDragged(drag) ? drag : undefined
  const run = model.values.runs[model.points.indexes[pointed] ?? -1]
  const open = () => {
    if (run?.runIds.length === 1) openRun(run.id)
  }
  const press = (event: PointerEvent) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const { x, y } = placeOf(event)
    setDrag({ x1: x, y1: y, x2: x, y2: y })
  }
  const move = (event: PointerEvent) => {
    const at = placeOf(event)
    if (drag === undefined) setPointed(nearestPoint(model.points, at, REACH))
    else setDrag({ ...drag, x2: at.x, y2: at.y })
  }
  const release = () => {
    if (drawn !== undefined) onBrush(brushOf(model, drawn))
    else if (pointed >= 0) open()
    else onBrush(undefined)
    setDrag(undefined)
  }
  const walk = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight') setPointed(pointBeside(model.points, pointed, 1))
    else if (event.key === 'ArrowLeft') setPointed(pointBeside(model.points, pointed, -1))
    else if (event.key === 'Enter' && run !== undefined) open()
    else if (event.key === ' ' && run !== undefined) onSelect?.(toggled(selected, run.runIds))
    else if (event.key === 'Escape' && (brush !== undefined || pointed >= 0)) {
      onBrush(undefined)
      setPointed(-1)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return {
    pointed,
    drawn,
    isPressed: drag !== undefined,
    listeners: {
      onKeyDown: walk,
      onBlur: () => setPointed(-1),
      onPointerDown: press,
      onPointerMove: move,
      onPointerUp: release,
      onPointerCancel: () => setDrag(undefined),
      onPointerLeave: () => setPointed(-1),
    },
  }
}

function isDragged({ x1, y1, x2, y2 }: Rectangle): boolean {
  return Math.abs(x2 - x1) > DRAG && Math.abs(y2 - y1) > DRAG
}

/** Takes out what is all there, else brings in what is missing. */
function toggled(selected: readonly string[], ids: readonly string[]): string[] {
  const has = ids.every((id) => selected.includes(id))
  return has ? selected.filter((id) => !ids.includes(id)) : [...new Set([...selected, ...ids])]
}
