import { useEffect, useState, type RefObject } from 'react'

/** How far outside of the window something counts as seen: it is there when it is scrolled to. */
const AHEAD = '300px'

export interface Sight {
  /** Whether the element is in view, or close to it. */
  readonly isInView: boolean
  /** Whether it was at least once. */
  readonly wasInView: boolean
}

/** Whether an element is in view: what is not need not be read, nor follow the mouse. */
export function useInView(element: RefObject<Element | null>): Sight {
  const [sight, setSight] = useState<Sight>({ isInView: false, wasInView: false })
  useEffect(() => {
    const target = element.current
    if (target === null) return
    const see = (entries: readonly IntersectionObserverEntry[]) => {
      const isInView = entries.at(-1)?.isIntersecting === true
      setSight((before) => ({ isInView, wasInView: before.wasInView || isInView }))
    }
    const observer = new IntersectionObserver(see, { rootMargin: AHEAD })
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return sight
}
