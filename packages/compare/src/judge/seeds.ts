import type { Item } from '../item.ts'
import { mean, testEquivalence } from '../statistics/samples.ts'

/** A metric's last value in the original and in the repeats. */
export interface SeedValues {
  readonly name: string
  readonly original: number
  readonly repeats: readonly number[]
}

const FEWEST = 3
const seedInName = /(^|[/_.-])seed[/_= -]?\d+(?=$|[/_.-])/

/** The name without the number of its seed, where it has one: `seed/3/loss` and `seed/4/loss` are the same measurement. */
function nameWithoutSeed(name: string): string | undefined {
  return seedInName.test(name) ? name.replace(seedInName, '$1seed/*') : undefined
}

/**
 * Where many seeds were logged, each is paired with itself, and the mean difference has to be shown to be within the margin by two one-sided
 * tests. Says so in a sentence when that holds for everything that differs, else undefined. The margin is a person's: it is never taken
 * from how far seeds scatter.
 */
export function findEquivalent(
  differing: readonly Item[],
  { finals = [], margin }: { readonly finals?: readonly SeedValues[] | undefined; readonly margin?: number | undefined },
): string | undefined {
  if (margin === undefined) return undefined
  const groups = new Set<string>()
  for (const { kind, name, rung } of differing) {
    const group = kind === 'metric' && rung !== 'missing' ? nameWithoutSeed(name) : undefined
    if (group === undefined) return undefined
    groups.add(group)
  }
  const sentences = [...groups].map((group) => describeGroup(group, finals, margin))
  return sentences.includes(undefined) ? undefined : sentences.join(' ')
}

function describeGroup(group: string, finals: readonly SeedValues[], margin: number): string | undefined {
  const values = finals.filter(({ name, repeats }) => nameWithoutSeed(name) === group && repeats.length > 0)
  if (values.length < FEWEST) return undefined
  const bound = margin * Math.abs(mean(values.map(({ original }) => original)))
  const found = testEquivalence(
    values.map(({ original, repeats }) => (repeats[0] ?? NaN) - original),
    { margin: bound },
  )
  if (found?.isShown !== true) return undefined
  return `Over ${found.pairs} seeds, the mean of ${group} differs by ${found.meanDifference.toPrecision(3)}, within ± ${bound.toPrecision(3)} (TOST, p = ${found.p.toPrecision(2)}).`
}
