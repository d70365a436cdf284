import type { RecordedEnvironment, RecordedPackage } from '@reprise/protocol'

/**
 * How near an environment is to the recorded one. E4: installed from a lock file with hashes, and equal. E3: the same interpreter and the
 * same fingerprint of every package. E2: the same versions. E1: the same version of the interpreter. E0: whatever is here.
 */
export const levels = ['E0', 'E1', 'E2', 'E3', 'E4'] as const
export type Level = (typeof levels)[number]

export interface MeasureOptions {
  /** Whether it was installed from a lock file with hashes. */
  readonly isLocked?: boolean
  /** Ecosystems that do not count. */
  readonly without?: readonly string[]
}

/** Measures: what was not recorded on both sides never counts as equal. Packages that the original is known not to have loaded do not count. */
export function measureLevel(
  original: RecordedEnvironment,
  here: RecordedEnvironment,
  { isLocked = false, without = [] }: MeasureOptions = {},
): Level {
  const interpreters = original.interpreters.filter(({ language }) => !without.includes(language))
  if (interpreters.length === 0) return 'E0'
  let isSameFile = true
  for (const interpreter of interpreters) {
    const other = here.interpreters.find(({ language }) => language === interpreter.language)
    if (other === undefined || other.version !== interpreter.version) return 'E0'
    isSameFile &&= other.sha256 !== undefined && other.sha256 === interpreter.sha256
  }
  const pairs = pairPackages(original, here, without)
  if (pairs.some(([item, other]) => other?.version !== item.version)) return 'E1'
  const isEqual = pairs.every(
    ([item, other]) => item.fingerprint !== undefined && item.fingerprint === other?.fingerprint && isUnedited(item, other),
  )
  if (!isEqual || (pairs.length === 0 && !isSameFile)) return 'E2'
  return isLocked ? 'E4' : 'E3'
}

/** The fingerprint is that of what was installed: of files that were edited since, nobody knows the bytes. */
function isUnedited(item: RecordedPackage, other: RecordedPackage): boolean {
  return item.edited.length === 0 && other.edited.length === 0
}

/** How far apart the packages are: one for each other version, more for each that is missing. Tells two environments of one level apart. */
export function measureGap(
  original: RecordedEnvironment,
  here: RecordedEnvironment,
  { without = [] }: Pick<MeasureOptions, 'without'> = {},
): number {
  const gaps: number[] = pairPackages(original, here, without).map(([item, other]) =>
    other === undefined ? 3 : other.version === item.version ? 0 : 1,
  )
  return gaps.reduce((sum, gap) => sum + gap, 0)
}

/** The packages that count, each with what is here. */
function pairPackages(
  original: RecordedEnvironment,
  here: RecordedEnvironment,
  without: readonly string[],
): (readonly [RecordedPackage, RecordedPackage | undefined])[] {
  const others = new Map(here.packages.map((item) => [keyOf(item), item]))
  const counts = original.packages.filter(({ is_used: isUsed, ecosystem }) => isUsed !== false && !without.includes(ecosystem))
  return counts.map((item) => [item, others.get(keyOf(item))] as const)
}

/** What a level means, in words. */
export function describeLevel(level: Level): string {
  switch (level) {
    case 'E4':
      return 'installed from the lock file, and equal'
    case 'E3':
      return 'the same interpreter and packages, to the byte'
    case 'E2':
      return 'the same interpreter and versions of packages'
    case 'E1':
      return 'the same version of the interpreter; packages differ'
    case 'E0':
      return 'whatever is here'
  }
}

function keyOf({ ecosystem, name }: RecordedPackage): string {
  return `${ecosystem} ${name.toLowerCase().replace(/[-_.]+/g, '-')}`
}

export function isBetter(a: Level, b: Level): boolean {
  return levels.indexOf(a) > levels.indexOf(b)
}
