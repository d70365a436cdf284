import { useEffect, useState, type RefObject } from 'react'

/** How far outside of the window something counts as seen: it is there when it is scrolled to. */
const AHEAD = '300px'

/** Whether an element was in view, or close to it, at least once. */
export function useInView(element: RefObject<Element | null>): boolean {
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    const target = element.current
    if (target === null || isSeen) return
    const observer = new IntersectionObserver((entries) => setSeen(entries.some(({ isIntersecting }) => isIntersecting)), {
      rootMargin: AHEAD,
    })
    observer.observe(target)
    return () => observer.disconnect()
  }, [element, isSeen])
  return isSeen
}
