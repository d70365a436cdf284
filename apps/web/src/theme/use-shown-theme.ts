import { useSyncExternalStore } from 'react'

/** The theme that is shown, for what is drawn and not styled. */
export function useShownTheme(): string | undefined {
  return useSyncExternalStore(subscribe, () => document.documentElement.dataset['theme'])
}

function subscribe(listen: () => void): () => void {
  const observer = new MutationObserver(listen)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}
