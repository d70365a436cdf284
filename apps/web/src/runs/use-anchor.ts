import { useLayoutEffect, useRef } from 'react'

export interface Anchored {
  /** What rows are known by, from the top. */
  readonly ids: readonly string[]
  /** Names filter and order. */
  readonly search: string
  /** Pixels. */
  readonly rowHeight: number
}

/** Keeps the row at the top of a table where it is when others come in before it. Another search begins at its top, and there new runs are seen. */
export function useAnchor(scroller: HTMLElement | null, { ids, search, rowHeight }: Anchored): void {
  const before = useRef({ ids, search })
  useLayoutEffect(() => {
    const known = before.current
    before.current = { ids, search }
    if (scroller === null) return
    if (known.search !== search) {
      scroller.scrollTop = 0
      return
    }
    const place = Math.floor(scroller.scrollTop / rowHeight)
    const id = known.ids[place]
    if (place === 0 || id === undefined || ids[place] === id) return
    const now = ids.indexOf(id)
    if (now !== -1) scroller.scrollTop += (now - place) * rowHeight
  }, [scroller, ids, search, rowHeight])
}
