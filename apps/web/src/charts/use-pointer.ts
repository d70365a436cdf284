import { useState, type KeyboardEvent, type PointerEvent } from 'react'
import type { Axis } from './axis.ts'
import { moveCrosshair } from './crosshair.ts'
import type { NamedCurve } from './curves-of.ts'
import { formatterOf } from './format-x.ts'
import { highlight } from './highlight.ts'
import { runNear } from './hover.tsx'
import { type Axes, valueAt } from './scale.ts'
import { nearest } from './series.ts'
import { entryOf } from './tooltip.tsx'

interface Pointed {
  readonly chart: string
  readonly axis: Axis
  readonly scales: Axes | undefined
  readonly curves: readonly NamedCurve[]
  readonly range: readonly [number, number] | undefined
  readonly onZoom: (range: readonly [number, number] | undefined) => void
  readonly onLook: (isLooking: boolean) => void
  /** Says in words what the crosshair shows, to who moves it with the keyboard. */
  readonly onTell: (text: string) => void
}

/** Pixels that a drag must be long to mean a range. */
const LEAST_DRAG = 5
/** Steps of the crosshair from one end of the axis to the other. */
const KEY_STEPS = 100
/** Curves told in words. */
const MOST_TOLD = 5

/** What mouse and keyboard do on a chart: the crosshair, zooming, and bringing out the curve that is pointed at. */
export function usePointer({ chart, axis, scales, curves, range, onZoom, onLook, onTell }: Pointed) {
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number }>()
  const [cursor, setCursor] = useState<number>()
  const pixelOf = (event: PointerEvent) => event.clientX - event.currentTarget.getBoundingClientRect().left
  const leave = () => {
    moveCrosshair(undefined)
    highlight(undefined)
    onLook(false)
  }
  const moveTo = (x: number) => {
    if (scales === undefined) return
    setCursor(x)
    moveCrosshair({ x, axis, chart, height: undefined })
    const values = curves.slice(0, MOST_TOLD).flatMap((curve) => {
      const at = nearest(curve.series, x)
      return at < 0 ? [] : [`${curve.name} ${entryOf(curve, at).value}`]
    })
    onTell(`${formatterOf(axis, scales.x)(x)}: ${values.join(', ')}`)
  }
  return {
    drag,
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      setDrag({ from: pixelOf(event), to: pixelOf(event) })
    },
    onPointerEnter: () => onLook(true),
    onPointerMove: (event: PointerEvent) => {
      if (drag !== undefined) setDrag({ from: drag.from, to: pixelOf(event) })
      if (scales === undefined) return
      const x = valueAt(scales.x, pixelOf(event))
      const height = event.clientY - event.currentTarget.getBoundingClientRect().top
      moveCrosshair({ x, axis, chart, height })
      if (drag === undefined) highlight(runNear(curves, x, { height, scales }))
    },
    onPointerUp: () => {
      if (drag !== undefined && scales !== undefined && Math.abs(drag.to - drag.from) > LEAST_DRAG) {
        const [from = 0, to = 0] = [valueAt(scales.x, drag.from), valueAt(scales.x, drag.to)].toSorted((a, b) => a - b)
        onZoom([Math.max(from, scales.x.from), Math.min(to, scales.x.to)])
      }
      setDrag(undefined)
    },
    onPointerCancel: () => setDrag(undefined),
    onPointerLeave: leave,
    onDoubleClick: () => onZoom(undefined),
    onBlur: leave,
    onKeyDown: (event: KeyboardEvent) => {
      if (scales === undefined || event.target !== event.currentTarget.firstElementChild || event.ctrlKey || event.metaKey) return
      const { from, to } = scales.x
      const middle = cursor !== undefined && cursor >= from && cursor <= to ? cursor : from / 2 + to / 2
      const step = ((to - from) / KEY_STEPS) * (event.shiftKey ? 10 : 1)
      const zoomBy = (part: number) => onZoom([middle - (middle - from) * part, middle + (to - middle) * part])
      if (event.key === 'ArrowLeft') moveTo(Math.max(from, middle - step))
      else if (event.key === 'ArrowRight') moveTo(Math.min(to, middle + step))
      else if (event.key === 'Home') moveTo(from)
      else if (event.key === 'End') moveTo(to)
      else if (event.key === '+' || event.key === '=') zoomBy(0.5)
      else if (event.key === '-' && range !== undefined) zoomBy(2)
      else if ((event.key === 'Escape' || event.key === '0') && range !== undefined) onZoom(undefined)
      else return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
