/** Places that are counted; who finds more has to look for more. */
const MOST = 10_000

/** Where a text is found, whatever its case: offsets in the whole. Case that changes lengths (`İ`) is looked for as it is written. */
export function findInText(text: string, wanted: string): number[] {
  if (wanted === '') return []
  const lowered = text.toLowerCase()
  const [where, what] = lowered.length === text.length ? [lowered, wanted.toLowerCase()] : [text, wanted]
  const found: number[] = []
  for (let at = where.indexOf(what); at !== -1 && found.length < MOST; at = where.indexOf(what, at + what.length)) found.push(at)
  return found
}

/** The last line that begins at or before an offset. */
export function lineAt(lines: readonly { readonly at: number }[], offset: number): number {
  let [low, high] = [0, lines.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((lines[middle]?.at ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
