/** Requests that are on their way at a time. */
const AT_ONCE = 16

/** Deletes one after the other, some at a time, for services that do not take many in a request. The first failure ends it. */
export async function deleteEach(paths: readonly string[], deleteOne: (path: string) => Promise<void>): Promise<void> {
  let next = 0
  const run = async (): Promise<void> => {
    for (let path = paths[next++]; path !== undefined; path = paths[next++]) await deleteOne(path)
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, paths.length) }, run))
}
