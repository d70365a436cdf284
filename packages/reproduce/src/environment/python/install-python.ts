import { access, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RecordedPackage } from '@reprise/protocol'
import type { RestoreContext } from '../../restore/context.ts'
import { relocate, relocationOf } from '../../restore/relocate.ts'
import type { Installed } from '../installed.ts'
import type { EnvironmentPlan } from '../prepare-environment.ts'
import type { ToolOptions } from '../run-tool.ts'
import { findDamaged } from './find-damaged.ts'
import { describeFailures, type Failure, installPackages } from './install-packages.ts'
import { makeVenv } from './make-venv.ts'
import { toKey } from './package-key.ts'
import { planRequirements, type Requirements } from './plan-requirements.ts'

/** Packages that every environment of Python begins with. */
const seeds = new Set(['pip', 'setuptools', 'wheel'])

/**
 * Makes a virtual environment of the recorded Python and packages, with uv where it is here, else with venv and pip. Both keep to their caches and
 * settings. An environment that a repeat left is used again only if it is still what was installed, to the byte. Undefined where the run had
 * nothing to do with Python.
 */
export async function installPython(plan: EnvironmentPlan, context: RestoreContext): Promise<Installed | undefined> {
  const { record, argv, variables, scratch } = plan
  const interpreter = record.environment.interpreters.find(({ language }) => language === 'python')
  if (interpreter === undefined) return undefined
  const packages = record.environment.packages.filter(isWanted)
  context.progress('installing Python packages')
  const { prefix = '' } = interpreter
  const moved = relocate(prefix, relocationOf(record, plan.root))
  // An environment inside of the work tree is called by its path there.
  const target = moved === prefix ? join(scratch, 'venv') : moved
  const requirements = await planRequirements(packages, plan, context)
  const marker = join(target, '.reprise-complete')
  const isThere = await access(marker).then(
    async () => (await findDamaged(target)).length === 0,
    () => false,
  )
  const built = isThere ? nothingToDo : await build({ target, version: interpreter.version, requirements }, { plan, context })
  const where = { argv: argvFor(argv, target), isLocked: requirements.isLocked && built.failures.length === 0 && built.isExact }
  if (built.trouble !== undefined) {
    return { ...where, notes: [...built.notes, `the Python packages could not be installed: ${built.trouble}`] }
  }
  if (!isThere) await writeFile(marker, '')
  const failures = describeFailures(built.failures)
  const notes = [
    `a virtual environment was made for ${packages.length} Python packages`,
    ...built.notes,
    ...failures,
    ...requirements.notes,
  ]
  return { ...where, variables: { ...variables, VIRTUAL_ENV: target, PATH: `${join(target, 'bin')}:${variables['PATH'] ?? ''}` }, notes }
}

/** What comes from a stranger is no option of an installer. */
function isWanted({ ecosystem, name, version, source = '' }: RecordedPackage): boolean {
  if (ecosystem !== 'python' || seeds.has(name.toLowerCase())) return false
  return /^[A-Za-z\d][\w.-]*$/.test(name) && /^[\w.!+-]+$/.test(version) && !/\s/.test(source)
}

interface Built {
  readonly notes: readonly string[]
  readonly failures: readonly Failure[]
  /** Whether what is there is what was installed. */
  readonly isExact: boolean
  /** Why there is no environment at all. */
  readonly trouble?: string
}

const nothingToDo: Built = { notes: [], failures: [], isExact: true }

interface Wanted {
  readonly target: string
  readonly version: string
  readonly requirements: Requirements
}

async function build(
  { target, version, requirements }: Wanted,
  { plan, context }: { readonly plan: EnvironmentPlan; readonly context: RestoreContext },
): Promise<Built> {
  const { env, signal, isOffline } = context
  const options: ToolOptions = { folder: plan.scratch, env, signal }
  const made = await makeVenv({ target, version, isOffline }, options)
  if (!made.isDone) {
    await rm(target, { recursive: true, force: true })
    return { notes: made.notes, failures: [], isExact: false, trouble: made.said.split('\n').at(-1) ?? 'it did not say why' }
  }
  const failures = await installPackages(requirements, { target, isOffline }, options)
  const damaged = new Set((await findDamaged(target)).map(toKey))
  if (damaged.size === 0) return { notes: made.notes, failures, isExact: true }
  const again = requirements.packages.filter(({ name }) => damaged.has(toKey(name)))
  await installPackages({ ...requirements, packages: again, projects: [] }, { target, isOffline, isFresh: true }, options)
  const left = await findDamaged(target)
  const names = [...damaged].join(', ')
  return {
    notes: [
      ...made.notes,
      left.length === 0
        ? `what the cache of the installer had of ${names} was damaged; it was fetched anew`
        : `what was installed of ${left.join(', ')} is not what its own list says`,
    ],
    failures,
    isExact: left.length === 0,
  }
}

/** `python3` and the like are found on PATH; a path to the old environment becomes that to the new one. */
function argvFor(argv: readonly string[], target: string): readonly string[] {
  const [program = '', ...rest] = argv
  const name = program.slice(program.lastIndexOf('/') + 1)
  return dirname(program) === '.' || !/^python[\d.]*$/.test(name) ? argv : [join(target, 'bin', 'python'), ...rest]
}
