import { useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Viewport } from './in-view.ts'

/** Pixels: an element that moves by less shows the same. */
export interface Grain {
  readonly across: number
  readonly down: number
}

/** Milliseconds after which an element that was flung is taken to be at rest. */
const REST = 120

/** What is in view of an element that scrolls, drawn anew before the next frame where it is something else. */
export function useViewport(target: HTMLElement | null, { across, down }: Grain): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ top: 0, left: 0, width: 0, height: 0, isFar: false })
  useLayoutEffect(() => {
    if (target === null) return
    let known = ''
    let before = target.scrollTop
    let rest: ReturnType<typeof setTimeout> | undefined
    const look = (draw: (show: () => void) => void) => {
      const { scrollTop: top, scrollLeft: left, clientWidth: width, clientHeight: height } = target
      const grain = [Math.floor(top / down), Math.ceil(left / across), width, height].join()
      if (grain === known) return
      const isFar = Math.abs(top - before) > height
      known = grain
      before = top
      draw(() => setViewport({ top, left, width, height, isFar }))
      clearTimeout(rest)
      rest = isFar ? setTimeout(() => setViewport((now) => ({ ...now, isFar: false })), REST) : undefined
    }
    const onScroll = () => look(flushSync)
    const observer = new ResizeObserver(() => look((show) => show()))
    observer.observe(target)
    target.addEventListener('scroll', onScroll, { passive: true })
    look((show) => show())
    return () => {
      observer.disconnect()
      clearTimeout(rest)
      target.removeEventListener('scroll', onScroll)
    }
  }, [target, across, down])
  return viewport
}
