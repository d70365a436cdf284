import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { RecordedPackage } from '@reprise/protocol'
import { Obstacle } from '../../obstacle.ts'
import type { RerunRequest } from '../../rerun.ts'
import type { Sides } from '../sides.ts'
import type { PlacedInterpreter, PythonChange, Toggle } from '../toggle.ts'
import { captureAt } from './capture-at.ts'
import { programOf } from './find-python.ts'
import { installPackage } from './overlay.ts'

/** The toggles that are on, and all that there are. */
export interface Selection {
  readonly chosen: readonly Toggle[]
  readonly all: readonly Toggle[]
}

/**
 * Runs a request in the Python that the chosen toggles make: the interpreter of `a` or that of the repeat, and each package that differs in
 * the version that is wanted. Throws an Obstacle where it can not be had.
 */
export async function applyPython(request: RerunRequest, { chosen, all }: Selection, sides: Sides): Promise<RerunRequest> {
  const changes = chosen.flatMap(({ python }) => python ?? [])
  if (changes.length === 0) return request
  const interpreter = changes.find((change) => 'interpreter' in change)?.interpreter
  const started = interpreter === undefined ? request : startWith(request, interpreter)
  const own = sides.repeat.record.environment.interpreters.find(({ language }) => language === 'python')
  const program = interpreter?.program ?? (own === undefined ? undefined : programOf(own))
  if (program === undefined) throw new Obstacle('missing program', 'There is no Python to put packages before.')
  const packages = await listWanted({ chosen: changes, all: all.flatMap(({ python }) => python ?? []), interpreter }, sides)
  if (packages.length === 0) return started
  const overlay = await makeOverlay(packages, program, sides)
  const { PYTHONPATH: path = '' } = started.variables
  return { ...started, variables: { ...started.variables, PYTHONPATH: path === '' ? overlay : `${overlay}:${path}` } }
}

interface Wanted {
  readonly chosen: readonly PythonChange[]
  readonly all: readonly PythonChange[]
  readonly interpreter: PlacedInterpreter | undefined
}

/** The packages that the environment does not have by itself as they are wanted. */
async function listWanted({ chosen, all, interpreter }: Wanted, sides: Sides): Promise<RecordedPackage[]> {
  if (interpreter === undefined) return chosen.flatMap((change) => ('wanted' in change ? [change.wanted] : []))
  const { packages } = await captureAt(interpreter.program, sides.folder, sides.context)
  return all.flatMap((change) => {
    if (!('wanted' in change)) return []
    const target = chosen.includes(change) ? change.wanted : change.present
    const there = packages.find(({ name, ecosystem }) => name === change.wanted.name && ecosystem === change.wanted.ecosystem)
    const isThere =
      there?.version === target?.version && there?.fingerprint === target?.fingerprint && there?.edited.join() === target?.edited.join()
    return target === undefined || isThere ? [] : [target]
  })
}

/** A folder with these packages; one that was made before is used again. */
async function makeOverlay(packages: readonly RecordedPackage[], program: string, sides: Sides): Promise<string> {
  const { a, repeat, folder, context } = sides
  const owners = [a.record, repeat.record].flatMap(({ environment }) =>
    environment.interpreters.filter(({ language }) => language === 'python'),
  )
  const version = owners.find((interpreter) => programOf(interpreter) === program)?.version
  const made: string[] = []
  for (const wanted of packages) {
    const key = createHash('sha256')
      .update(JSON.stringify([program, wanted]))
      .digest('hex')
      .slice(0, 16)
    const target = join(folder, 'packages', `${wanted.name}-${key}`)
    made.push(target)
    if (existsSync(target)) continue
    context.progress(`getting ${wanted.name} ${wanted.version}`)
    const why = await installOne(
      wanted,
      { program, target, owners: owners.filter((owner) => version === undefined || sameMinor(owner.version, version)).map(programOf) },
      sides,
    )
    if (why !== undefined) throw new Obstacle('missing package', why)
  }
  return made.join(':')
}

interface Placing {
  readonly program: string
  readonly target: string
  readonly owners: readonly string[]
}

async function installOne(
  wanted: RecordedPackage,
  { program, target, owners }: Placing,
  { folder, context }: Sides,
): Promise<string | undefined> {
  let why: string | undefined
  for (const owner of [...owners, undefined]) {
    if (owner !== undefined && !existsSync(owner)) continue
    why = await installPackage({ wanted, program, owner, target, folder }, context)
    if (why === undefined) return undefined
    await rm(target, { recursive: true, force: true })
  }
  return why
}

function sameMinor(a: string, b: string): boolean {
  const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.')
  return minorOf(a) === minorOf(b)
}

/** By its path where the command names a Python, and first on PATH for what the command starts. */
function startWith(request: RerunRequest, { program, interpreter }: PlacedInterpreter): RerunRequest {
  const [first = '', ...rest] = request.argv
  const { VIRTUAL_ENV: _, ...variables } = request.variables
  return {
    ...request,
    argv: /^python[\d.]*$/.test(basename(first)) ? [program, ...rest] : request.argv,
    variables: {
      ...variables,
      ...(interpreter.is_virtual === true && interpreter.prefix !== undefined ? { VIRTUAL_ENV: interpreter.prefix } : {}),
      PATH: `${dirname(program)}:${request.variables['PATH'] ?? ''}`,
    },
  }
}
