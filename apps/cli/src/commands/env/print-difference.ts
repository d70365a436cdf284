import type { Change, EnvironmentDifference, PackageChange, PackageChangeKind } from '@reprise/compare'
import type { World } from '../../command.ts'
import { toCellText } from '../../output/cell.ts'
import { printTable } from '../../output/table.ts'
import { printCount } from '../../output/values.ts'

const words: Readonly<Record<PackageChangeKind, string>> = {
  ADDED: 'added',
  REMOVED: 'removed',
  VERSION: 'changed',
  REBUILT: 'same version, other files',
  EDITED: 'edited where installed',
  SOURCE: 'from elsewhere',
}

/** What differs, a section for each kind of thing. */
export function printDifference(difference: EnvironmentDifference, names: readonly [string, string], world: World): string {
  const { python, packages, system, cpuFlags, variables, git } = difference
  const flags = [...cpuFlags.onlyInA.map((flag) => toFlag(flag, 'a')), ...cpuFlags.onlyInB.map((flag) => toFlag(flag, 'b'))]
  const sections = [
    printSection('Python', python, names, world),
    printSection('Packages', packages.map(withKind), names, world),
    printSection('System', system, names, world),
    printSection('Processor flags', flags, names, world),
    printSection('Variables', variables, names, world),
    printSection('Code', git, names, world),
  ].filter((section) => section !== '')
  const notes = listUnknown(difference).map((line) => `${world.style.dim(line)}\n`)
  return `${sections.length === 0 ? 'No difference.\n' : sections.join('\n')}${notes.join('')}`
}

function withKind({ kind, subject, ecosystem, a, b }: PackageChange): Change {
  const name = ecosystem === 'python' ? subject : `${subject} (${ecosystem})`
  return { subject: kind === 'ADDED' || kind === 'REMOVED' || kind === 'VERSION' ? name : `${name}: ${words[kind]}`, a, b }
}

function toFlag(flag: string, side: 'a' | 'b'): Change {
  return { subject: flag, a: side === 'a' ? 'yes' : undefined, b: side === 'b' ? 'yes' : undefined }
}

function printSection(title: string, changes: readonly Change[], [a, b]: readonly [string, string], world: World): string {
  if (changes.length === 0) return ''
  const value = (text: string | undefined): string => (text === undefined ? '-' : toCellText(text))
  const columns = [
    { title, value: ({ subject }: Change) => toCellText(subject), giveWay: 1, narrowest: 20 },
    { title: toCellText(a), value: (change: Change) => value(change.a), giveWay: 2, narrowest: 12 },
    { title: toCellText(b), value: (change: Change) => value(change.b), giveWay: 2, narrowest: 12 },
  ]
  return printTable(changes, columns, { width: world.width }).text
}

function listUnknown({ unknownPackages, unknownVariables }: EnvironmentDifference): string[] {
  return [
    ...unknownPackages.map((ecosystem) => `Only one side lists packages of ${ecosystem}: they are not compared.`),
    ...(unknownVariables === 0
      ? []
      : [`${printCount(unknownVariables, 'variable')} with hidden values can not be compared: each run has its own salt.`]),
  ]
}
