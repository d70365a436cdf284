const REMEMBERED = 100
const told = new Set<string>()

/** A line on stderr, once for the same words: thousands of jobs may meet with the same trouble. */
export function tellOnce(words: string): void {
  if (told.has(words)) return
  if (told.size >= REMEMBERED) told.clear()
  told.add(words)
  console.warn(`reprise: ${words}`)
}
