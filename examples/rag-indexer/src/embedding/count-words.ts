/** In how many of so many texts each word stands. */
export interface WordCounts {
  readonly texts: number
  readonly words: Readonly<Record<string, number>>
}

export function countWords(texts: readonly string[]): WordCounts {
  const counts = new Map<string, number>()
  for (const text of texts) {
    for (const word of new Set(listWords(text))) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return { texts: texts.length, words: Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))) }
}

/** Letters and digits that stand together, in lower case. */
export function listWords(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}
