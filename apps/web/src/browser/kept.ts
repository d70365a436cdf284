/** What this browser keeps under a name. Pages of files and of frames may keep nothing: then it is undefined. */
export function readKept(key: string): string | undefined {
  try {
    return typeof window === 'undefined' ? undefined : (window.localStorage.getItem(key) ?? undefined)
  } catch {
    return undefined
  }
}

/** Keeps a text for the next visit, or forgets it. A browser that keeps nothing, or is full, only forgets sooner. */
export function keep(key: string, text: string | undefined): void {
  try {
    if (text === undefined) window.localStorage.removeItem(key)
    else window.localStorage.setItem(key, text)
  } catch {
    // Nothing that cannot be done without.
  }
}
