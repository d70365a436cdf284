/** What was opened last, by name: opened once while it is asked for again and again, and forgotten where `most` others came after it, or it failed. */
export function createRecent<Opened>(most: number): (name: string, open: () => Promise<Opened>) => Promise<Opened> {
  const kept = new Map<string, Promise<Opened>>()
  return (name, open) => {
    const opened = kept.get(name) ?? open()
    kept.delete(name)
    kept.set(name, opened)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    // Whoever asked hears of it; the next one tries again.
    opened.catch(() => kept.delete(name))
    return opened
  }
}
