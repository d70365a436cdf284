import type { Fetching } from '../driving.ts'
import { arrangeSeries } from './arrange-series.ts'
import { PieceCursor } from './piece-cursor.ts'
import type { SeriesParts } from './series-parts.ts'

/** Two series of one run. */
export interface JoinedParts {
  readonly values: SeriesParts
  /** The series whose values are the x of the other. */
  readonly along: SeriesParts
}

/**
 * Hands over each point of a series with the finite value that another had last, at or before its step, in the order of steps. Points before
 * the first such value are left out. Both are decoded once, side by side; no more than a few blocks of either are held.
 */
export function* visitJoined({ values, along }: JoinedParts, visit: (x: number, value: number) => void): Fetching<void> {
  const left = new PieceCursor(yield* arrangeSeries(values, undefined))
  const right = new PieceCursor(yield* arrangeSeries(along, undefined))
  let at = 0
  let x = Number.NaN
  let isMore = yield* right.load()
  while (yield* left.load()) {
    for (let i = 0; i < left.count; i += 1) {
      // Numbers and big integers compare alike, so `as number` is right for both.
      const step = left.points.steps[i] as number
      while (isMore) {
        if (at === right.count) {
          at = 0
          isMore = yield* right.load()
          continue
        }
        if ((right.points.steps[at] as number) > step) break
        const value = right.points.values[at] as number
        if (Number.isFinite(value)) x = value
        at += 1
      }
      if (x === x) visit(x, left.points.values[i] as number)
    }
  }
}
