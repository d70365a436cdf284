import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findProgram, startEnvironmentCapture } from '@reprise/capture'
import type { RunRecord } from '@reprise/protocol'
import { lacking, Obstacle } from '../obstacle.ts'
import type { RestoreContext } from '../restore/context.ts'
import { linkNode } from './link-node.ts'
import { isBetter, type Level, measureGap, measureLevel } from './level.ts'
import { installConda } from './conda/install-conda.ts'
import { findNode } from './node/find-node.ts'
import { findProject } from './node/find-project.ts'
import { installNode } from './node/install-node.ts'
import { onlyInstalled } from './only-installed.ts'
import { installPython } from './python/install-python.ts'

/** A way to run the command, and how near it is to the recorded one. */
export interface PreparedEnvironment {
  readonly variables: Readonly<Record<string, string>>
  readonly argv: readonly string[]
  /** Foreseen; what the repeat records is measured again. */
  readonly level: Level
  readonly isLocked: boolean
  /** Ecosystems that the command has nothing to do with. */
  readonly without: readonly string[]
  readonly notes: readonly string[]
}

export interface EnvironmentPlan {
  readonly record: RunRecord
  /** Where the artifacts of the original are. */
  readonly artifactUri: string
  readonly argv: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  /** Working folder of the command. */
  readonly folder: string
  /** Root of the restored code. */
  readonly root: string
  /** A folder beside it, for what is installed. */
  readonly scratch: string
}

/**
 * Takes the best environment that is here: that of the command as it stands, else the recorded interpreter in its place, else one that is
 * installed anew. Throws an {@link Obstacle} where there is no program to run.
 */
export async function prepareEnvironment(plan: EnvironmentPlan, context: RestoreContext): Promise<PreparedEnvironment> {
  const without = ecosystemsWithout(plan.record)
  const notes = [...((await linkNode(plan))?.notes ?? [])]
  let best = await measure(plan, { argv: plan.argv, variables: plan.variables })
  const recorded = isEnough(best?.level) ? undefined : atRecordedPlace(plan)
  const there = recorded === undefined ? undefined : await measure(plan, recorded)
  if (there !== undefined && isNearer(there, best)) {
    notes.push(`the interpreter of the original was used in its place, ${plan.record.environment.interpreters[0]?.path ?? ''}`)
    best = there
  }
  for (const install of [findNode, installNode, installConda, installPython]) {
    if (isEnough(best?.level) && !(install === installNode && (await lacksWorkspaces(plan)))) continue
    if (without.includes(ecosystems.get(install) ?? '')) continue
    context.signal?.throwIfAborted()
    const built = await install(best === undefined ? plan : { ...plan, argv: best.argv, variables: best.variables }, context)
    notes.push(...(built?.notes ?? []))
    if (built?.variables === undefined) continue
    const found = await measure(plan, { argv: built.argv, variables: built.variables, isLocked: built.isLocked })
    if (found !== undefined && isNearer(found, best)) best = found
  }
  if (best === undefined) {
    const [program = ''] = plan.argv
    throw new Obstacle('missing program', `There is no ${program} here to run it with.`, [
      lacking(program, 'it is not here, and could not be installed'),
    ])
  }
  return { ...best, without, notes }
}

const ecosystems: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [findNode, 'node'],
  [installNode, 'node'],
  [installConda, 'conda'],
  [installPython, 'python'],
])

/** What a command of Node.js has nothing to do with: the Python that happened to be on PATH. */
function ecosystemsWithout({ command: { argv }, environment }: RunRecord): readonly string[] {
  const [program = ''] = argv
  const isNode = /^(?:node|npm|npx|pnpm|pnpx|yarn|tsx|bun|bunx)$/.test(program.slice(program.lastIndexOf('/') + 1))
  return isNode && environment.interpreters.some(({ language }) => language === 'node') ? ['python', 'conda'] : []
}

/**
 * Whether the restored code is several packages of npm that are not linked to each other yet: programs need that even where they load
 * nothing that was installed.
 */
async function lacksWorkspaces({ record, root, folder }: EnvironmentPlan): Promise<boolean> {
  if (findProject(folder, root) !== root) return false
  if (existsSync(join(root, 'node_modules')) || !record.environment.interpreters.some(({ language }) => language === 'node')) return false
  const text = await readFile(join(root, 'package.json'), 'utf8').catch(() => '')
  return text.includes('"workspaces"')
}

/** From E2 on nothing is installed: the versions are the same. */
function isEnough(level: Level | undefined): boolean {
  return level !== undefined && (level === 'E2' || isBetter(level, 'E2'))
}

interface Measured extends Omit<PreparedEnvironment, 'notes' | 'without'> {
  readonly gap: number
}

function isNearer(a: Measured, b: Measured | undefined): boolean {
  return b === undefined || isBetter(a.level, b.level) || (a.level === b.level && a.gap < b.gap)
}

interface Candidate {
  readonly argv: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly isLocked?: boolean
}

/** Undefined where the program is not there. */
async function measure(
  { record, folder, root }: EnvironmentPlan,
  { argv, variables, isLocked = false }: Candidate,
): Promise<Measured | undefined> {
  const [program = ''] = argv
  const path = variables['PATH']
  if (findProgram(program, { path, folder }).path === undefined) return undefined
  const { record: found } = await (await startEnvironmentCapture({ env: variables, folder, root, argv })).finish()
  const here = onlyInstalled(found, findProject(folder, root) ?? root)
  return {
    argv,
    variables,
    isLocked,
    level: measureLevel(record.environment, here, { isLocked, without: ecosystemsWithout(record) }),
    gap: measureGap(record.environment, here, { without: ecosystemsWithout(record) }),
  }
}

/** The recorded interpreter, first on PATH. Its packages are measured like any others: it may have changed since. */
function atRecordedPlace({ record, argv, variables }: EnvironmentPlan): Candidate | undefined {
  const [interpreter] = record.environment.interpreters
  if (interpreter === undefined || !interpreter.path.startsWith('/')) return undefined
  const folder = interpreter.prefix === undefined ? dirname(interpreter.path) : join(interpreter.prefix, 'bin')
  return { argv, variables: { ...variables, PATH: `${folder}:${variables['PATH'] ?? ''}` } }
}
