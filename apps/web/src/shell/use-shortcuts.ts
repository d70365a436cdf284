import { useEffect, useRef } from 'react'

/** What keys do while a page is shown. A handler may answer false: then the key does what it did before. */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => unknown>>

/** Listens to single keys; never while somebody writes, and never with a modifier. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return
      const act = latest.current[event.key]
      if (act !== undefined && act(event) !== false) event.preventDefault()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}
