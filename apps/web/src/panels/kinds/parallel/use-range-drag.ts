import { type HTMLAttributes, type PointerEvent, useState } from 'react'
import type { Axis } from '../../picture/axis.ts'
import { placeOf } from '../../picture/place-of.ts'
import type { Range } from '../../run-values/condition.ts'
import { type Grip, gripAt, rangesAt } from './axis-ranges.ts'

export interface BrushedAxis {
  readonly axis: Axis
  readonly ranges: readonly Range[]
  /** `isDone`: the mouse was let go. */
  readonly onChange: (ranges: readonly Range[], isDone: boolean) => void
}

/** Pixels that the mouse moves before it is no click. */
const CLICK = 2

/** Draws, moves and stretches ranges with the mouse; for an element that begins where the axis does. */
export function useRangeDrag({ axis, ranges, onChange }: BrushedAxis): HTMLAttributes<HTMLElement> {
  const [grip, setGrip] = useState<Grip>()
  const pixelOf = (event: PointerEvent) => placeOf(event).y + axis.scale.end
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      setGrip(gripAt(axis, ranges, pixelOf(event)))
    },
    onPointerMove: (event) => {
      const at = pixelOf(event)
      if (grip !== undefined && Math.abs(at - grip.start) > CLICK) onChange(rangesAt(axis, grip, at), false)
    },
    onPointerUp: (event) => {
      if (grip === undefined) return
      const at = pixelOf(event)
      // A click beside all ranges takes them away; one on a range leaves it.
      if (Math.abs(at - grip.start) > CLICK) onChange(rangesAt(axis, grip, at), true)
      else if (grip.rest.length === ranges.length) onChange([], true)
      setGrip(undefined)
    },
    onPointerCancel: () => setGrip(undefined),
    onDoubleClick: () => onChange([], true),
  }
}
