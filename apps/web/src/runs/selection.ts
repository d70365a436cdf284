/** Runs that can be picked at once: they stand in the address. */
export const MOST_SELECTED = 300

/** With one more, or without it. */
export function toggled(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]
}

/** With all from one to another of the rows, whichever comes first. */
export function withRange(ids: readonly string[], rows: readonly string[], [from, to]: readonly [string, string]): string[] {
  const [start, end] = [rows.indexOf(from), rows.indexOf(to)].toSorted((a, b) => a - b)
  const range = start === undefined || end === undefined || start < 0 ? [to] : rows.slice(start, end + 1)
  return [...new Set([...ids, ...range])].slice(0, MOST_SELECTED)
}
