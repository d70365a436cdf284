import type { Comparison, Difference, Evidence, Rung, Tolerance } from '../comparison.ts'
import { type FloatKind, ulpsBetween } from './ulps.ts'

/** Adds up differences of numbers, one pair at a time. */
export interface Tally {
  /** Floating-point numbers of a type. NaN equals NaN, an infinity only itself, and zeros of both signs are two numbers that are alike. `place` is asked for the first difference only. */
  addFloats(a: number, b: number, place: () => string, kind?: FloatKind): void
  /** What must be exact: integers, texts, booleans. */
  addExact(isSame: boolean, difference: () => Difference): void
  /** Text that is other but says the same: counts as compared, and is no difference. */
  addCanonical(): void
  /** What is passing, and nothing else: a time, an id. */
  addPassing(): void
  /** A difference in what is named like a clock: whether it counts is open. */
  addOpen(difference: () => Difference): void
  /** What {@link Comparison} says besides rung and evidence. */
  readonly marks: () => Pick<Comparison, 'isOpen' | 'isPassing'>
  readonly rung: () => Extract<Rung, 'canonical' | 'numeric' | 'different'>
  readonly evidence: () => Evidence
}

export function createTally(tolerance: Tolerance): Tally {
  let compared = 0
  let differing = 0
  let [beyond, open, passing, substance] = [0, 0, 0, 0]
  let first: Difference | undefined
  let sizes: { absolute: number; relative: number; ulps: number } | undefined
  return {
    addFloats(a, b, place, kind = 'f64') {
      compared += 1
      substance += 1
      if (Object.is(a, b)) return
      differing += 1
      first ??= { place: place(), a: String(a), b: String(b) }
      const size = sizeOf(a, b, kind)
      sizes ??= { absolute: 0, relative: 0, ulps: 0 }
      sizes.absolute = Math.max(sizes.absolute, size.absolute)
      sizes.relative = Math.max(sizes.relative, size.relative)
      sizes.ulps = Math.max(sizes.ulps, size.ulps)
      if (!isWithin(size, tolerance, Math.max(Math.abs(a), Math.abs(b)))) beyond += 1
    },
    addExact(isSame, difference) {
      compared += 1
      substance += 1
      if (isSame) return
      differing += 1
      beyond += 1
      first ??= difference()
    },
    addCanonical() {
      compared += 1
      substance += 1
    },
    addPassing() {
      compared += 1
      passing += 1
    },
    addOpen(difference) {
      compared += 1
      differing += 1
      open += 1
      first ??= difference()
    },
    marks: () => ({
      ...(beyond === 0 && open > 0 ? { isOpen: true } : {}),
      ...(differing === 0 && passing > 0 && substance === 0 ? { isPassing: true } : {}),
    }),
    rung: () => (differing === 0 ? 'canonical' : beyond + open === 0 ? 'numeric' : 'different'),
    evidence: () => ({
      compared,
      differing,
      ...(sizes === undefined ? {} : { largestAbsolute: sizes.absolute, largestRelative: sizes.relative, largestUlps: sizes.ulps }),
      ...(first === undefined ? {} : { first }),
    }),
  }
}

interface DifferenceSize {
  readonly absolute: number
  readonly relative: number
  readonly ulps: number
}

function sizeOf(a: number, b: number, kind: FloatKind): DifferenceSize {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return { absolute: Infinity, relative: Infinity, ulps: Infinity }
  const absolute = Math.abs(a - b)
  return { absolute, relative: relativeDifference(a, b), ulps: ulpsBetween(a, b, kind) }
}

function isWithin({ absolute, relative, ulps }: DifferenceSize, tolerance: Tolerance, magnitude: number): boolean {
  if (absolute === Infinity && magnitude === Infinity) return false
  return absolute <= tolerance.absolute || relative <= tolerance.relative || ulps <= tolerance.ulps
}

/** The difference as a share of the larger magnitude: 0 for equal numbers, infinite where one is infinite or NaN and the other is not. */
export function relativeDifference(a: number, b: number): number {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0
  const magnitude = Math.max(Math.abs(a), Math.abs(b))
  if (!Number.isFinite(magnitude)) return Infinity
  // Halves first: the difference of the largest doubles of both signs is no double.
  return (Math.abs(a / 2 - b / 2) / magnitude) * 2
}
