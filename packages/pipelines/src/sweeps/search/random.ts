import type { Value } from '../../python/index.ts'
import type { Override, Space } from '../params/parse-override.ts'
import { countGrid, listGrid, MOST_POINTS, toAssignment } from './grid.ts'
import type { Point } from './search.ts'

/** Points drawn at random, no combination of choices twice: when there are fewer than are asked for, all of them. The same seed draws the same. */
export function drawPoints(overrides: readonly Override[], { count, seed }: { readonly count: number; readonly seed: number }): Point[] {
  const next = createRandom(seed)
  const all = countGrid(overrides)
  if (all <= MOST_POINTS) return shuffle(listGrid(overrides), next).slice(0, count)
  const points = new Map<string, Point>()
  while (points.size < count) {
    const drawn = overrides.map((override) => drawValue(override.space, next))
    points.set(
      JSON.stringify(drawn.map(({ at }) => at)),
      overrides.map((override, index) => toAssignment(override, drawn[index]?.value ?? null)),
    )
  }
  return [...points.values()]
}

function drawValue(space: Space, next: () => number): { readonly at: number; readonly value: Value } {
  if (space.kind === 'choice') {
    const at = Math.floor(next() * space.values.length)
    return { at, value: space.values[at] ?? null }
  }
  const { from, to, isWhole, isLog } = space
  // Whole numbers are those of equal parts of the interval, both ends included.
  const [low, high] = isWhole ? [from - 0.5, to + 0.5] : [from, to]
  const part = next()
  const drawn = isLog
    ? Math.exp(Math.log(Math.max(low, from / 2)) + part * (Math.log(high) - Math.log(Math.max(low, from / 2))))
    : low + part * (high - low)
  const at = Math.min(to, Math.max(from, isWhole ? Math.round(drawn) : drawn))
  return { at, value: isWhole ? BigInt(at) : at }
}

function shuffle<Item>(items: readonly Item[], next: () => number): Item[] {
  const shuffled = [...items]
  for (let index = shuffled.length - 1; index > 0; index--) {
    const other = Math.floor(next() * (index + 1))
    const item = shuffled[index]
    const swapped = shuffled[other]
    if (item === undefined || swapped === undefined) continue
    shuffled[index] = swapped
    shuffled[other] = item
  }
  return shuffled
}

/** Numbers from 0 to below 1, by mulberry32: the same on every machine. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
