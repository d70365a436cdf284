/** One step from a text to another: a line that both have, or one that only one of them has. Numbers are from 0. */
export type DiffStep =
  | { readonly kind: 'same'; readonly a: number; readonly b: number }
  | { readonly kind: 'removed'; readonly a: number }
  | { readonly kind: 'added'; readonly b: number }

/** Differences up to which the shortest way is looked for; beyond it, what is between lines that both have once is taken for replaced. */
const MOST_STEPS = 1_500

interface Range {
  readonly a: readonly [from: number, to: number]
  readonly b: readonly [from: number, to: number]
}

/** How one list of lines becomes another: by what both have once, in its order, and in between by the shortest way (Myers). */
export function diffLines(a: readonly string[], b: readonly string[]): DiffStep[] {
  const ids = new Map<string, number>()
  const number = (line: string): number => {
    const known = ids.get(line)
    if (known !== undefined) return known
    ids.set(line, ids.size)
    return ids.size - 1
  }
  const [first, second] = [Int32Array.from(a, number), Int32Array.from(b, number)]
  const steps: DiffStep[] = []
  diffRange(first, second, { a: [0, first.length], b: [0, second.length] }, steps)
  return steps
}

function diffRange(a: Int32Array, b: Int32Array, range: Range, steps: DiffStep[]): void {
  let [aFrom, aTo] = range.a
  let [bFrom, bTo] = range.b
  while (aFrom < aTo && bFrom < bTo && a[aFrom] === b[bFrom]) steps.push({ kind: 'same', a: aFrom++, b: bFrom++ })
  let tail = 0
  while (aFrom < aTo && bFrom < bTo && a[aTo - 1] === b[bTo - 1]) {
    aTo--
    bTo--
    tail++
  }
  const inner: Range = { a: [aFrom, aTo], b: [bFrom, bTo] }
  if (aFrom === aTo || bFrom === bTo || !(diffByAnchors(a, b, inner, steps) || diffShortest(a, b, inner, steps))) replace(inner, steps)
  for (let at = 0; at < tail; at++) steps.push({ kind: 'same', a: aTo + at, b: bTo + at })
}

function replace({ a, b }: Range, steps: DiffStep[]): void {
  for (let at = a[0]; at < a[1]; at++) steps.push({ kind: 'removed', a: at })
  for (let at = b[0]; at < b[1]; at++) steps.push({ kind: 'added', b: at })
}

/** Splits at lines that both sides have exactly once, as far as they stand in the same order; false where there are none. */
function diffByAnchors(a: Int32Array, b: Int32Array, range: Range, steps: DiffStep[]): boolean {
  const places = new Map<number, { counts: [number, number]; a: number; b: number }>()
  for (const [side, list, [from, to]] of [
    [0, a, range.a],
    [1, b, range.b],
  ] as const) {
    for (let at = from; at < to; at++) {
      const line = list[at] ?? 0
      const place = places.get(line) ?? { counts: [0, 0], a: 0, b: 0 }
      place.counts[side]++
      if (side === 0) place.a = at
      else place.b = at
      places.set(line, place)
    }
  }
  const shared = [...places.values()].filter(({ counts }) => counts[0] === 1 && counts[1] === 1).sort((x, y) => x.a - y.a)
  const anchors = longestRising(shared.map((place) => place.b)).map((at) => shared[at])
  if (anchors.length === 0) return false
  let [aFrom, bFrom] = [range.a[0], range.b[0]]
  for (const anchor of anchors) {
    if (anchor === undefined) continue
    diffRange(a, b, { a: [aFrom, anchor.a], b: [bFrom, anchor.b] }, steps)
    steps.push({ kind: 'same', a: anchor.a, b: anchor.b })
    aFrom = anchor.a + 1
    bFrom = anchor.b + 1
  }
  diffRange(a, b, { a: [aFrom, range.a[1]], b: [bFrom, range.b[1]] }, steps)
  return true
}

/** Places of the longest rising sequence. */
function longestRising(values: readonly number[]): number[] {
  const ends: number[] = []
  const before: number[] = []
  for (const [at, value] of values.entries()) {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((values[ends[middle] ?? 0] ?? 0) < value) low = middle + 1
      else high = middle
    }
    before[at] = low === 0 ? -1 : (ends[low - 1] ?? -1)
    ends[low] = at
  }
  const found: number[] = []
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) found.push(at)
  return found.reverse()
}

/** Myers' shortest way; false where it is longer than is looked for. */
function diffShortest(a: Int32Array, b: Int32Array, range: Range, steps: DiffStep[]): boolean {
  const [n, m] = [range.a[1] - range.a[0], range.b[1] - range.b[0]]
  const most = Math.min(MOST_STEPS, n + m)
  const reach = new Int32Array(2 * most + 3)
  const trace: Int32Array[] = []
  const middle = most + 1
  for (let distance = 0; distance <= most; distance++) {
    trace.push(reach.slice(middle - distance - 1, middle + distance + 2))
    for (let k = -distance; k <= distance; k += 2) {
      const isDown = k === -distance || (k !== distance && (reach[middle + k - 1] ?? 0) < (reach[middle + k + 1] ?? 0))
      let x = isDown ? (reach[middle + k + 1] ?? 0) : (reach[middle + k - 1] ?? 0) + 1
      while (x < n && x - k < m && a[range.a[0] + x] === b[range.b[0] + x - k]) x++
      reach[middle + k] = x
      if (x >= n && x - k >= m) {
        steps.push(...walkBack(trace, range))
        return true
      }
    }
  }
  return false
}

function walkBack(trace: readonly Int32Array[], range: Range): DiffStep[] {
  let [x, y] = [range.a[1] - range.a[0], range.b[1] - range.b[0]]
  const found: DiffStep[] = []
  for (let distance = trace.length - 1; distance >= 0; distance--) {
    const reach = trace[distance] ?? new Int32Array()
    const at = (k: number): number => reach[k + distance + 1] ?? 0
    const k = x - y
    const isDown = k === -distance || (k !== distance && at(k - 1) < at(k + 1))
    const from = isDown ? k + 1 : k - 1
    const [fromX, fromY] = distance === 0 ? [0, 0] : [at(from), at(from) - from]
    const [endX, endY] = distance === 0 ? [0, 0] : isDown ? [fromX, fromY + 1] : [fromX + 1, fromY]
    while (x > endX && y > endY) found.push({ kind: 'same', a: range.a[0] + --x, b: range.b[0] + --y })
    if (distance === 0) break
    if (isDown) found.push({ kind: 'added', b: range.b[0] + --y })
    else found.push({ kind: 'removed', a: range.a[0] + --x })
  }
  return found.reverse()
}
