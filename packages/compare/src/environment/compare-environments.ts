import { comparePackageLists } from './compare-packages.ts'
import { compareVariableLists } from './compare-variables.ts'
import { asObject, sectionOf } from './read-section.ts'
import type { Change, EnvironmentDifference, EnvironmentSide } from './side.ts'

/** Sections that are compared by themselves, or that are other at every capture. */
const apart = new Set(['timestamp', 'python', 'git', 'environment_variables', 'benchmark', 'libraries', 'conda'])
/** Leaves that name one machine, container or moment. */
const passing = /^(?:cpu\.flags\.\d+|container\.id|platform\.version|gpu\.gpus\.\d+\.(?:uuid|bus_id))$/
const pythonFields = ['version', 'implementation', 'compiler', 'is_virtual'] as const
const gitFields = ['commit_sha', 'branch', 'has_uncommitted_changes', 'tree_sha', 'remote_url'] as const

/** Compares two environments: packages, interpreter, machine, variables, code. Pure; what only one side knows is left out and said. */
export function compareEnvironments(a: EnvironmentSide, b: EnvironmentSide): EnvironmentDifference {
  const packages = comparePackageLists(a, b)
  const variables = compareVariableLists(a, b)
  const difference = {
    python: compareFields(pythonFields, [sectionOf(a.system, 'python'), sectionOf(b.system, 'python')]),
    packages: packages.changes,
    unknownPackages: packages.unknown,
    system: compareSystem(a.system, b.system),
    cpuFlags: compareFlags(a.system, b.system),
    variables: variables.changes,
    unknownVariables: variables.unknown,
    git: compareFields(gitFields, [sectionOf(a.system, 'git'), sectionOf(b.system, 'git')]),
  }
  const { python, system, cpuFlags, git } = difference
  const lists = [python, packages.changes, system, cpuFlags.onlyInA, cpuFlags.onlyInB, variables.changes, git]
  return { ...difference, areSame: lists.every((list) => list.length === 0) }
}

type Section = Readonly<Record<string, unknown>>

function compareFields(fields: readonly string[], [a, b]: readonly [Section, Section]): Change[] {
  return fields.flatMap((field) => change(field, print(a[field]), print(b[field])))
}

function compareSystem(a: unknown, b: unknown): Change[] {
  const [first, second] = [readLeaves(a), readLeaves(b)]
  const paths = [...new Set([...first.keys(), ...second.keys()])]
  return paths.flatMap((path) => change(path, first.get(path), second.get(path)))
}

function change(subject: string, a: string | undefined, b: string | undefined): Change[] {
  return a === b ? [] : [{ subject, a, b }]
}

/** Leaves of the sections that are compared here, by their dotted paths. */
function readLeaves(system: unknown): Map<string, string> {
  const sections = Object.entries(asObject(system)).filter(([name]) => !apart.has(name))
  return new Map(sections.flatMap(([name, section]) => listLeaves(section, name)).filter(([path]) => !passing.test(path)))
}

function listLeaves(value: unknown, path: string): (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) {
    const text = print(value)
    return text === undefined ? [] : [[path, text]]
  }
  return Object.entries(value).flatMap(([name, inner]) => listLeaves(inner, `${path}.${name}`))
}

function print(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function compareFlags(a: unknown, b: unknown): EnvironmentDifference['cpuFlags'] {
  const [first, second] = [readFlags(a), readFlags(b)]
  if (first.length === 0 || second.length === 0) return { onlyInA: [], onlyInB: [] }
  return { onlyInA: first.filter((flag) => !second.includes(flag)), onlyInB: second.filter((flag) => !first.includes(flag)) }
}

function readFlags(system: unknown): string[] {
  const { flags } = sectionOf(system, 'cpu')
  return Array.isArray(flags) ? flags.filter((flag) => typeof flag === 'string') : []
}
