import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findProgram } from '@reprise/capture'
import type { RecordedPackage } from '@reprise/protocol'
import type { RestoreContext } from '../../restore/context.ts'
import type { Installed } from '../installed.ts'
import type { EnvironmentPlan } from '../prepare-environment.ts'
import { runTool, type ToolOptions } from '../run-tool.ts'
import { installBeside } from './install-beside.ts'

/** Programs that make an environment out of a list of addresses, the quickest first. */
const tools = ['micromamba', 'mamba', 'conda'] as const

/**
 * Makes a conda environment again out of the addresses that its packages were fetched from, each with its digest; then, with pip, what was installed
 * into it besides. Undefined where the run had no conda environment.
 */
export async function installConda(plan: EnvironmentPlan, context: RestoreContext): Promise<Installed | undefined> {
  const { record, argv, variables, scratch } = plan
  const packages = record.environment.packages.filter(({ ecosystem }) => ecosystem === 'conda')
  if (packages.length === 0) return undefined
  const options: ToolOptions = { folder: scratch, env: context.env, signal: context.signal }
  const found = tools.flatMap((name) => findProgram(name, { path: context.env['PATH'], folder: scratch }).path ?? [])
  const [tool] = found
  if (tool === undefined) {
    return { argv, isLocked: false, notes: [`the conda environment was not made: there is no ${tools.join(', ')} here`] }
  }
  context.progress('making the conda environment')
  const target = join(scratch, 'conda')
  const lines = packages.flatMap((item) => toLine(item) ?? [])
  const lost = packages.filter((item) => toLine(item) === undefined).map(({ name, version }) => `${name}=${version}`)
  const isThere = existsSync(join(target, 'conda-meta', 'history'))
  if (!isThere) {
    await rm(target, { recursive: true, force: true })
    const file = join(scratch, 'explicit.txt')
    await writeFile(file, ['@EXPLICIT', ...lines, ''].join('\n'))
    const { isDone, said } = await runTool(
      [tool, 'create', '--yes', '--quiet', '--prefix', target, '--file', file, ...(context.isOffline ? ['--offline'] : [])],
      options,
    )
    if (!isDone) {
      await rm(target, { recursive: true, force: true })
      return { argv, isLocked: false, notes: [`the conda environment could not be made: ${lastLine(said)}`] }
    }
  }
  const beside = await installBeside(plan, context, { target, isThere })
  const notes = [
    `a conda environment was made of ${lines.length} packages`,
    ...(lost.length === 0 ? [] : [`no address is known of ${lost.join(', ')}: not installed`]),
    ...beside,
  ]
  const added = { CONDA_PREFIX: target, PATH: `${join(target, 'bin')}:${variables['PATH'] ?? ''}` }
  return { argv: argvFor(argv, target), variables: { ...variables, ...added }, isLocked: lost.length === 0 && beside.length === 0, notes }
}

/** `https://host/channel/linux-64/name-1.0-0.conda#digest`, as `conda list --explicit` writes it; conda takes MD5 and SHA-256. */
function toLine({ source, fingerprint }: RecordedPackage): string | undefined {
  if (source === undefined || !/^https?:\/\/[^\s#]+\.(?:conda|tar\.bz2)$/.test(source)) return undefined
  const digest = /^(?:[\da-f]{32}|[\da-f]{64})$/.test(fingerprint ?? '') ? (fingerprint ?? '') : ''
  if (digest === '') return source
  return `${source}#${digest.length === 64 ? 'sha256:' : ''}${digest}`
}

function argvFor(argv: readonly string[], target: string): readonly string[] {
  const [program = '', ...rest] = argv
  const name = program.slice(program.lastIndexOf('/') + 1)
  const own = join(target, 'bin', name)
  return dirname(program) === '.' || !existsSync(own) ? argv : [own, ...rest]
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return (lines.find((line) => /error|critical/i.test(line)) ?? lines.at(-1) ?? 'it did not say why').trim()
}
