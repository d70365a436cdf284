import type { TrialOutcome } from './explanation.ts'

/** Tries a subset; undefined when there are no runs left. To be asked twice for a subset costs nothing. */
export type Test<T> = (subset: readonly T[]) => Promise<TrialOutcome | undefined>

/** What was found: a set that brings the result back, if all together do. */
export interface Minimum<T> {
  readonly set: readonly T[] | undefined
  /** Whether it was shown that none can be left out; where there is no set, whether all together were tried. */
  readonly isFinal: boolean
}

/**
 * Finds a small set that passes the test, by delta debugging: as with ddmin (Zeller and Hildebrandt, 2002), no single member of it can be left
 * out. `all` is in the order of likelihood. The likeliest is tried by itself first, since mostly it is the one; then the shortest
 * beginning of the list that passes is looked for by halving, since its last member is needed, and again among those before it.
 */
export async function findMinimum<T>(all: readonly T[], test: Test<T>): Promise<Minimum<T>> {
  const likeliest = all.slice(0, 1)
  if (likeliest.length === 0) return { set: undefined, isFinal: true }
  if ((await test(likeliest)) === 'restored') return { set: likeliest, isFinal: true }
  const whole = await test(all)
  if (whole !== 'restored') return { set: undefined, isFinal: whole !== undefined }
  const small = await collectNeeded(all, test)
  return small.isFinal ? leaveOut(small.set, test) : small
}

interface Passing<T> extends Minimum<T> {
  readonly set: readonly T[]
}

/** Needed members, the last one first, of a list that passes. They are all there are unless what fails together passes apart. */
async function collectNeeded<T>(all: readonly T[], test: Test<T>): Promise<Passing<T>> {
  let [needed, before]: [readonly T[], readonly T[]] = [[], all]
  while (before.length > 0) {
    let [fails, passes] = [0, before.length]
    while (passes - fails > 1) {
      const middle = Math.floor((fails + passes) / 2)
      const outcome = await test([...before.slice(0, middle), ...needed])
      if (outcome === undefined) return { set: [...before.slice(0, passes), ...needed], isFinal: false }
      if (outcome === 'restored') passes = middle
      else fails = middle
    }
    needed = [...before.slice(passes - 1, passes), ...needed]
    before = before.slice(0, passes - 1)
    if (before.length === 0) break
    const outcome = await test(needed)
    if (outcome === undefined) return { set: [...before, ...needed], isFinal: false }
    if (outcome === 'restored') break
  }
  return { set: needed, isFinal: true }
}

/** Tries to do without each member. */
async function leaveOut<T>(all: readonly T[], test: Test<T>): Promise<Passing<T>> {
  let set = all
  for (const item of all) {
    if (set.length === 1) break
    const rest = set.filter((other) => other !== item)
    const outcome = await test(rest)
    if (outcome === undefined) return { set, isFinal: false }
    if (outcome === 'restored') set = rest
  }
  return { set, isFinal: true }
}
