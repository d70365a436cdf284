import { comparePaths } from './paths/path-text.ts'

interface WithPath {
  readonly path: string
}

/** Walks two lists that are sorted by path at once; each step has what either has at one path. */
export function* mergeByPath<A extends WithPath, B extends WithPath>(
  first: readonly A[],
  second: readonly B[],
): Generator<readonly [A | undefined, B | undefined]> {
  let [i, j] = [0, 0]
  for (;;) {
    const [a, b] = [first[i], second[j]]
    if (a === undefined && b === undefined) return
    const order = a === undefined ? 1 : b === undefined ? -1 : comparePaths(a.path, b.path)
    yield [order <= 0 ? a : undefined, order >= 0 ? b : undefined]
    if (order <= 0) i += 1
    if (order >= 0) j += 1
  }
}
