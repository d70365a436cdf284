import type { RecordedPackage } from '@reprise/protocol'
import type { EnvironmentSide, PackageChange } from './side.ts'

/** Differences of packages by ecosystem and name, and the ecosystems of which only one side has a list. */
export function comparePackageLists(a: EnvironmentSide, b: EnvironmentSide): { changes: PackageChange[]; unknown: string[] } {
  const [first, second] = [byEcosystem(a.packages ?? []), byEcosystem(b.packages ?? [])]
  const all = [...new Set([...first.keys(), ...second.keys()])].toSorted()
  const both = all.filter((ecosystem) => first.has(ecosystem) && second.has(ecosystem))
  return {
    changes: both.flatMap((ecosystem) => compareLists(first.get(ecosystem) ?? new Map(), second.get(ecosystem) ?? new Map())),
    unknown: all.filter((ecosystem) => !both.includes(ecosystem)),
  }
}

type Packages = ReadonlyMap<string, RecordedPackage>

function byEcosystem(packages: readonly RecordedPackage[]): Map<string, Map<string, RecordedPackage>> {
  const groups = new Map<string, Map<string, RecordedPackage>>()
  for (const one of packages) {
    // It installs, and is no part of what is installed: requirements.txt does not have it either.
    if (one.ecosystem === 'python' && one.name === 'pip') continue
    const group = groups.get(one.ecosystem) ?? new Map<string, RecordedPackage>()
    // Node may have several versions of one package: together they are what is installed.
    const key = one.ecosystem === 'node' ? `${one.name}@${one.version}` : normalize(one.name)
    groups.set(one.ecosystem, group.set(key, one))
  }
  return groups
}

/** Python's packages have several spellings of one name. */
function normalize(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

function compareLists(a: Packages, b: Packages): PackageChange[] {
  return [...new Set([...a.keys(), ...b.keys()])].toSorted().flatMap((key) => comparePackage(a.get(key), b.get(key)))
}

function comparePackage(a: RecordedPackage | undefined, b: RecordedPackage | undefined): PackageChange[] {
  const { ecosystem = '', name: subject = '' } = a ?? b ?? {}
  const of = (kind: PackageChange['kind'], values: readonly [string | undefined, string | undefined]): PackageChange[] => [
    { kind, ecosystem, subject, a: values[0], b: values[1] },
  ]
  if (a === undefined) return of('ADDED', [undefined, b?.version])
  if (b === undefined) return of('REMOVED', [a.version, undefined])
  if (a.version !== b.version) return of('VERSION', [a.version, b.version])
  if (a.fingerprint === undefined || b.fingerprint === undefined) return compareSources(a, b)
  const [editsA, editsB] = [a.edited.toSorted().join(', '), b.edited.toSorted().join(', ')]
  if (editsA !== editsB) return of('EDITED', [editsA === '' ? undefined : editsA, editsB === '' ? undefined : editsB])
  if (a.fingerprint !== b.fingerprint) return of('REBUILT', [a.fingerprint.slice(0, 12), b.fingerprint.slice(0, 12)])
  return compareSources(a, b)
}

/** A list of names and versions says nothing of files, so this is all that is left to compare. */
function compareSources({ ecosystem, name: subject, source: a }: RecordedPackage, { source: b }: RecordedPackage): PackageChange[] {
  return a === b ? [] : [{ kind: 'SOURCE', ecosystem, subject, a, b }]
}
