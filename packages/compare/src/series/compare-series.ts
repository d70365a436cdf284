import { compareInt64, type Int64 } from '@reprise/protocol'
import { type Comparison, defaultTolerance, type EarlyDifference, type Evidence, type Tolerance } from '../comparison.ts'
import { createTally, relativeDifference } from '../numbers/tally.ts'
import { isEpochWithin } from '../text/clock.ts'
import type { Setting } from '../text/setting.ts'

/** One point of a metric; when it was logged says nothing. */
export interface SeriesPoint {
  readonly step: Int64
  readonly value: number
}

export interface SeriesOptions {
  readonly tolerance?: Partial<Tolerance> | undefined
  /** What is known of the two runs. */
  readonly settings?: readonly [Setting, Setting] | undefined
}

/** How many of the first steps tell rounding from another seed. */
const EARLY = 3

/** Holds two histories of a metric against each other, step by step. Points of one step keep the order in which they are given. */
export function compareSeries(
  [a, b]: readonly [readonly SeriesPoint[], readonly SeriesPoint[]],
  { tolerance, settings }: SeriesOptions = {},
): Comparison {
  const [first, second] = [sortBySteps(a), sortBySteps(b)]
  const tally = createTally({ ...defaultTolerance, ...tolerance })
  const early: EarlyDifference[] = []
  let firstStep: string | undefined
  for (let index = 0; index < Math.max(first.length, second.length); index++) {
    const [left, right] = [first[index], second[index]]
    if (left === undefined || right === undefined || left.step !== right.step) {
      firstStep ??= String((left ?? right)?.step)
      tally.addExact(false, () => ({ place: `point ${index + 1}`, a: printPoint(left), b: printPoint(right) }))
      break
    }
    // The time of day is so large a number that any two near each other would be within the tolerance.
    if (left.value !== right.value && isTimeOf(left.value, settings?.[0]) && isTimeOf(right.value, settings?.[1]))
      tally.addExact(false, () => ({ place: `step ${left.step}`, a: String(left.value), b: String(right.value) }))
    else tally.addFloats(left.value, right.value, () => `step ${left.step}`)
    const relative = relativeDifference(left.value, right.value)
    if (!Object.is(left.value, right.value)) firstStep ??= String(left.step)
    if (index < EARLY) early.push({ step: String(left.step), relative })
  }
  const { differing = 0, ...found } = tally.evidence()
  const evidence: Evidence = { ...found, differing, ...(firstStep === undefined ? {} : { firstStep }), early }
  const notes = first.length === second.length ? [] : [`${first.length} points against ${second.length}`]
  return { rung: differing === 0 ? 'identical' : tally.rung(), comparer: 'series', evidence, notes }
}

function sortBySteps(points: readonly SeriesPoint[]): readonly SeriesPoint[] {
  return points.toSorted((a, b) => compareInt64(a.step, b.step))
}

function printPoint(point: SeriesPoint | undefined): string {
  return point === undefined ? 'the end' : `${point.value} at step ${point.step}`
}

function isTimeOf(value: number, { during }: Setting = {}): boolean {
  return during !== undefined && isEpochWithin(String(value), during)
}
