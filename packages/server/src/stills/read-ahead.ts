/** Reads one after the other, in their order, while so many that follow are under way. What fails does so in its place. */
export async function* readAhead<Item, Result>(
  items: Iterable<Item>,
  count: number,
  read: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const underWay: Promise<Result>[] = []
  for (const item of items) {
    const one = read(item)
    // Whoever waits for it is told; one that nobody waits for any more is nobody's concern.
    one.catch(() => undefined)
    if (underWay.push(one) >= count) yield (await underWay.shift()) as Result
  }
  for (const one of underWay) yield await one
}
