/** Whether two lists hold the same texts, each as often, in another order. */
export function sameInOtherOrder(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length || a.every((item, index) => item === b[index])) return false
  const counts = new Map<string, number>()
  for (const item of a) counts.set(item, (counts.get(item) ?? 0) + 1)
  for (const item of b) {
    const count = counts.get(item) ?? 0
    if (count === 0) return false
    counts.set(item, count - 1)
  }
  return true
}
