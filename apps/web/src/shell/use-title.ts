import { useEffect } from 'react'

/** What the tab of the browser is called while a page is shown. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined || title === '' ? 'Reprise' : `${title} · Reprise`
  }, [title])
}
