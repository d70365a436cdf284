import { useRouterState } from '@tanstack/react-router'
import { type RefObject, useEffect, useRef } from 'react'

/** How long the heading of a page that is being read is waited for. */
const PATIENCE_MILLISECONDS = 3_000

/**
 * Puts the focus on the heading of a page that one has come to, so that what is read aloud and the Tab key begin there. Not on the first
 * page, which the browser has opened, not from tab to tab of a run, and not when something in the page has taken the focus.
 */
export function usePageFocus(content: RefObject<HTMLElement | null>): void {
  // Not where one is going: until the page is there, the old one is shown.
  const place = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname.replace(/^(\/r\/[^/]+)\/.*$/, '$1') })
  const before = useRef(place)
  useEffect(() => {
    const from = before.current
    before.current = place
    const page = content.current
    if (from === undefined || from === place || page === null) return
    const stopped = new AbortController()
    const focus = () => {
      const heading = page.querySelector<HTMLElement>('h1')
      if (heading === null) return
      stopped.abort()
      if (page.contains(document.activeElement) && document.activeElement !== page) return
      heading.tabIndex = -1
      heading.focus({ preventScroll: true })
    }
    const observer = new MutationObserver(focus)
    const timer = setTimeout(() => stopped.abort(), PATIENCE_MILLISECONDS)
    stopped.signal.addEventListener('abort', () => {
      observer.disconnect()
      clearTimeout(timer)
    })
    observer.observe(page, { childList: true, subtree: true })
    focus()
    return () => stopped.abort()
  }, [place, content])
}
