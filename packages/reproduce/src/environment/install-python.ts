import { access, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findProgram } from '@reprise/capture'
import type { RecordedPackage } from '@reprise/protocol'
import { saveKept } from '../original/read-artifact.ts'
import { relocate, relocationOf } from '../restore/relocate.ts'
import type { RestoreContext } from '../restore/context.ts'
import type { EnvironmentPlan } from './prepare-environment.ts'
import { runTool, type ToolEnd } from './run-tool.ts'

/** What was installed, or why not. */
export interface Installed {
  readonly argv: readonly string[]
  /** Undefined where it failed. */
  readonly variables?: Readonly<Record<string, string>>
  readonly isLocked: boolean
  readonly notes: readonly string[]
}

/** Packages that every environment of Python begins with. */
const seeds = new Set(['pip', 'setuptools', 'wheel'])

/**
 * Installs the recorded packages into a virtual environment of their own, with uv where it is here, else with venv and pip. Both keep to
 * their caches and to `PIP_FIND_LINKS`, `UV_FIND_LINKS` and their like. Undefined where the run did not use Python packages.
 */
export async function installPython(plan: EnvironmentPlan, context: RestoreContext): Promise<Installed | undefined> {
  const { record, argv, variables, scratch } = plan
  const interpreter = record.environment.interpreters.find(({ language }) => language === 'python')
  const packages = record.environment.packages.filter(({ ecosystem, name }) => ecosystem === 'python' && !seeds.has(name.toLowerCase()))
  if (interpreter === undefined || packages.length === 0) return undefined
  context.progress('installing Python packages')
  const { prefix = '' } = interpreter
  const moved = relocate(prefix, relocationOf(record, plan.root))
  // An environment inside of the work tree is called by its path there.
  const target = moved === prefix ? join(scratch, 'venv') : moved
  const tools = { plan, context, target, version: interpreter.version }
  const requirements = await writeRequirements(packages, plan, context)
  const marker = join(target, '.reprise-complete')
  const installed = await access(marker).then(
    () => ({ isDone: true, said: '' }),
    () => runSteps([() => makeVenv(tools), () => installInto(tools, requirements), () => mark(marker)]),
  )
  const where = { argv: argvFor(argv, target), isLocked: requirements.isLocked }
  if (!installed.isDone) {
    return { ...where, notes: [`the Python packages could not be installed: ${lastLine(installed.said)}`] }
  }
  const notes = [`a virtual environment was made for ${packages.length} Python packages`, ...requirements.notes]
  return { ...where, variables: { ...variables, VIRTUAL_ENV: target, PATH: `${join(target, 'bin')}:${variables['PATH'] ?? ''}` }, notes }
}

interface Tools {
  readonly plan: EnvironmentPlan
  readonly context: RestoreContext
  readonly target: string
  /** Of Python. */
  readonly version: string
}

interface Requirements {
  readonly file: string
  readonly isLocked: boolean
  readonly notes: readonly string[]
}

/** A lock file with hashes where one was recorded, else every package with its version. */
async function writeRequirements(
  packages: readonly RecordedPackage[],
  plan: EnvironmentPlan,
  { client }: RestoreContext,
): Promise<Requirements> {
  const file = join(plan.scratch, 'requirements.txt')
  const locked = await findLocked(plan, client)
  if (locked !== undefined) {
    await writeFile(file, locked)
    return { file, isLocked: true, notes: [] }
  }
  const usual = packages.filter(({ source }) => source === undefined)
  const others = packages.filter(({ source }) => source !== undefined)
  const urls = others.filter(({ source }) => /^(?:git\+)?https?:/.test(source ?? ''))
  await writeFile(
    file,
    [...usual.map(({ name, version }) => `${name}==${version}`), ...urls.map(({ name, source }) => `${name} @ ${source}`), ''].join('\n'),
  )
  const left = others.filter((item) => !urls.includes(item))
  return { file, isLocked: false, notes: left.map(({ name, source }) => `${name} came from ${source}, and was not installed`) }
}

/** The text of a recorded requirements file that names a hash for every package. */
async function findLocked(
  { record, artifactUri, root, scratch }: EnvironmentPlan,
  client: RestoreContext['client'],
): Promise<string | undefined> {
  for (const { kind, path, file: kept } of record.environment.lock_files) {
    if (kind !== 'requirements') continue
    const copy = kept === undefined ? join(root, path) : join(scratch, 'lock.txt')
    if (kept !== undefined) await saveKept(client, artifactUri, { kept, file: copy })
    const text = await readFile(copy, 'utf8').catch(() => '')
    const lines = text
      .replaceAll(/\\\r?\n/g, ' ')
      .split('\n')
      .filter((line) => /^[A-Za-z\d]/.test(line))
    if (lines.length > 0 && lines.every((line) => line.includes('--hash='))) return text
  }
  return undefined
}

async function makeVenv({ plan, context, target, version }: Tools): Promise<ToolEnd> {
  const { env, signal } = context
  const options = { folder: plan.scratch, env, signal }
  const path = { path: env['PATH'], folder: plan.scratch }
  const uv = findProgram('uv', path).path
  if (uv !== undefined) {
    const made = await runTool([uv, 'venv', '--python', version, ...(context.isOffline ? ['--offline'] : []), target], options)
    if (made.isDone) return made
  }
  const minor = version.split('.').slice(0, 2).join('.')
  const python = findProgram(`python${minor}`, path).path ?? findProgram('python3', path).path
  if (python === undefined) return { isDone: false, said: 'there is no Python here' }
  return runTool([python, '-m', 'venv', target], options)
}

async function installInto({ plan, context, target }: Tools, { file, isLocked }: Requirements): Promise<ToolEnd> {
  const { env, signal, isOffline } = context
  const options = { folder: plan.scratch, env, signal }
  const python = join(target, 'bin', 'python')
  const uv = findProgram('uv', { path: env['PATH'], folder: plan.scratch }).path
  const hashes = isLocked ? ['--require-hashes'] : []
  if (uv !== undefined) {
    const links = env['UV_FIND_LINKS'] ?? env['PIP_FIND_LINKS']
    const given = links === undefined ? [] : links.split(/\s+/).flatMap((link) => ['--find-links', link])
    const isWithoutIndex = /^(?:1|true|yes)$/i.test(env['PIP_NO_INDEX'] ?? '')
    return runTool(
      [
        uv,
        'pip',
        'install',
        '--python',
        python,
        '--no-deps',
        ...(isOffline ? ['--offline'] : []),
        ...(isWithoutIndex ? ['--no-index'] : []),
        ...given,
        ...hashes,
        '-r',
        file,
      ],
      options,
    )
  }
  return runTool(
    [
      python,
      '-m',
      'pip',
      'install',
      '--no-deps',
      '--disable-pip-version-check',
      ...(isOffline ? ['--no-index'] : []),
      ...hashes,
      '-r',
      file,
    ],
    options,
  )
}

/** `python3` and the like are found on PATH; a path to the old environment becomes that to the new one. */
function argvFor(argv: readonly string[], target: string): readonly string[] {
  const [program = '', ...rest] = argv
  const name = program.slice(program.lastIndexOf('/') + 1)
  return dirname(program) === '.' || !/^python[\d.]*$/.test(name) ? argv : [join(target, 'bin', 'python'), ...rest]
}

async function runSteps(steps: readonly (() => Promise<ToolEnd>)[]): Promise<ToolEnd> {
  let end: ToolEnd = { isDone: true, said: '' }
  for (const step of steps) {
    end = await step()
    if (!end.isDone) return end
  }
  return end
}

/** A repeat uses it again. */
async function mark(file: string): Promise<ToolEnd> {
  await writeFile(file, '')
  return { isDone: true, said: '' }
}

function lastLine(text: string): string {
  return text.split('\n').findLast((line) => line.trim() !== '') ?? 'it did not say why'
}
