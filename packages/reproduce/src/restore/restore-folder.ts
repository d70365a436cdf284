import { mkdir, rmdir, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { describeLevel, type Level } from '../environment/level.ts'
import { prepareEnvironment } from '../environment/prepare-environment.ts'
import { Obstacle } from '../obstacle.ts'
import type { RecordedRun } from '../original/read-original.ts'
import type { RestoreContext } from './context.ts'
import { mapParts, planPaths } from './paths.ts'
import { relocate, relocationOf } from './relocate.ts'
import { describePlaceholders, restoreFiles } from './restore-run.ts'
import { printScript, quote } from './run-script.ts'
import { restoreStdin } from './stdin.ts'
import { planVariables } from './variables.ts'

/** A run that somebody wants to look at, or to start by hand. */
export interface RestoredFolder {
  readonly root: string
  /** Working folder of the command. */
  readonly folder: string
  /** Runs the command as it was recorded: an absolute path. */
  readonly script: string
  /** A line for a shell in the working folder. */
  readonly line: string
  /** How near the environment is; undefined where none was asked for. */
  readonly level: Level | undefined
  readonly notes: readonly string[]
}

export interface FolderWish {
  /** Empty. */
  readonly root: string
  /** Whether interpreter and packages are made ready as well. */
  readonly withEnvironment: boolean
}

/** What belongs to nobody's code lies in here, and git does not see it. */
const OWN = '.reprise'

/**
 * Restores code and data into a folder, and writes a script that runs the command with the recorded variables. Secrets are not in it: it asks for their
 * variables. Throws an {@link Obstacle} for what is not to be had.
 */
export async function restoreFolder(
  original: RecordedRun,
  { root, withEnvironment }: FolderWish,
  context: RestoreContext,
): Promise<RestoredFolder> {
  const { record } = original
  const own = join(root, OWN)
  const outside = join(own, 'inputs')
  const files = await restoreFiles(original, { layout: { root, beside: () => undefined }, outside }, context)
  await writeFile(join(own, '.gitignore'), '*\n')
  const stdin = await restoreStdin(original, outside, context).catch((error: unknown) => {
    if (error instanceof Obstacle) return { notes: [error.message] }
    throw error
  })
  const relocation = relocationOf(record, root)
  const { variables } = planVariables(record.environment, context.env, relocation)
  const argv = record.command.argv.map((word) => mapParts(relocate(word, relocation), (part) => toOldPlace(part, original)))
  const { folder } = files
  const paths = await planPaths(files.placed, { argv, variables, env: context.env, folder, originalFolder: record.command.absolute_folder })
  const scratch = join(own, 'environment')
  if (withEnvironment) await mkdir(scratch, { recursive: true })
  const environment = withEnvironment
    ? await prepareEnvironment({ ...paths, record, artifactUri: original.wholeUri, folder, root, scratch }, context)
    : undefined
  const script = join(own, 'run')
  const shown = record.environment.variables.filter(({ name, value }) => name !== 'PATH' && value !== undefined).map(({ name }) => name)
  const text = printScript({
    id: original.id,
    folder,
    argv: environment?.argv ?? paths.argv,
    exported: pick(environment?.variables ?? paths.variables, [...shown, 'VIRTUAL_ENV', 'CONDA_PREFIX'], variables, context.env),
    path: environment === undefined ? undefined : addedPath(environment.variables['PATH'], variables['PATH']),
    secrets: listSecrets(original),
    stdin: 'source' in stdin ? stdin.source : undefined,
    mounts: paths.mounts,
  })
  await writeFile(script, text, { mode: 0o755 })
  await rmdir(outside).catch(() => undefined)
  const isPlain = environment === undefined && paths.mounts.length === 0 && !('source' in stdin)
  return {
    root,
    folder,
    script,
    line: isPlain ? paths.argv.map(quote).join(' ') : quote(relative(folder, script).replace(/^(?!\.)/, './')),
    level: environment?.level,
    notes: [
      ...files.unverified,
      ...describePlaceholders(files),
      ...files.sources,
      ...stdin.notes,
      ...paths.notes,
      ...(environment?.notes ?? []),
      ...(environment === undefined ? [] : [`the environment is ${environment.level}: ${describeLevel(environment.level)}`]),
      ...describeUnrestored(original),
    ],
  }
}

/** `../data/a.csv` led to a neighbour of the code, which is where it was: the new folder has others. */
function toOldPlace(part: string, { record: { code, command } }: RecordedRun): string {
  const path = resolve(command.absolute_folder, part)
  const isOutside = part.startsWith('../') && path !== code.root && !path.startsWith(`${code.root}/`)
  return isOutside ? path : part
}

/** Recorded values, and what was added to them; not what this machine has of the same name. */
function pick(
  variables: Readonly<Record<string, string>>,
  names: readonly string[],
  planned: Readonly<Record<string, string>>,
  env: RestoreContext['env'],
): Record<string, string> {
  return Object.fromEntries(
    [...new Set(names)].flatMap((name) => {
      const value = variables[name]
      const isOurs = value !== undefined && (value !== env[name] || planned[name] === value)
      return isOurs && !/^(?:HOME|USER|LOGNAME|SHELL|TERM|TMPDIR|PWD|OLDPWD|SHLVL)$/.test(name) ? [[name, value]] : []
    }),
  )
}

/** Folders that come before those that were there. */
function addedPath(now = '', before = ''): string | undefined {
  const added = now.endsWith(before) ? now.slice(0, now.length - before.length) : now
  return added === '' ? undefined : added.replace(/:$/, '')
}

function listSecrets({ record: { command, environment } }: RecordedRun): string[] {
  const named = environment.variables.filter(({ value, digest }) => value === undefined && digest === undefined).map(({ name }) => name)
  const inWords = command.argv.flatMap((word) => Array.from(word.matchAll(/\[secret:([^\]]+)\]/g), ([, name = '']) => name))
  return [...new Set([...inWords, ...named])]
}

/** What belongs to the system is not installed by anybody here. */
function describeUnrestored({ record: { environment } }: RecordedRun): string[] {
  const hasR = environment.lock_files.some(({ kind }) => kind === 'renv') || environment.packages.some(({ ecosystem }) => ecosystem === 'r')
  return hasR ? ['packages of R are not installed: renv::restore() does that'] : []
}
