import { existsSync } from 'node:fs'
import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type RecordedCode, RepriseError } from '@reprise/protocol'
import { readVariables } from '../environment.ts'
import type { Run } from '../runs/run.ts'
import { requireActiveRun } from '../runs/scope.ts'
import { attemptEach, type OnProblem } from './attempt.ts'
import { type CapturePackage, type EnvironmentFiles, loadCapture } from './capture-package.ts'

export interface CaptureEnvironmentOptions {
  /** Where the files are written; made where it is not there. Default: a new folder below the system's temporary one. */
  readonly outputDir?: string | undefined
  /** Logs to the active run, or to `run`. Default: only where a run is given. */
  readonly logToRun?: boolean | undefined
  readonly run?: Run | undefined
  /** Refuses to go on when git knows of uncommitted changes, or when there is no git. Default false. */
  readonly requireClean?: boolean | undefined
  /** Names or beginnings of names (`MY_APP_`) of variables whose values may be shown, too. Those that are named like secrets never are. */
  readonly showVariables?: readonly string[] | undefined
  /** Ask the cloud's metadata service, at most 200 ms. Default false. */
  readonly cloud?: boolean | undefined
  /** Run a hardware benchmark of about a second. Default false. */
  readonly benchmark?: boolean | undefined
  /** Told of what could not be logged; a line on stderr where nobody listens. */
  readonly onProblem?: OnProblem | undefined
}

/** What a program runs in. The files are found by name in it, too: `environment['system_info.json']`. */
export interface Environment extends EnvironmentFiles {
  /** Absolute paths of the files by name: `requirements.txt`, `system_info.json` and, in a conda environment, `conda_packages.txt`. */
  readonly artifacts: Readonly<Record<string, string>>
  /**
   * `python_version`, `platform_system`, `cpu_count`, `gpu_count`, `git_commit`, `git_branch` and `git_uncommitted_changes` (`True` or
   * `False`); those that are known.
   */
  readonly params: Readonly<Record<string, string>>
  /** The contents of `system_info.json`. */
  readonly systemInfo: Readonly<Record<string, unknown>>
  /**
   * Logs the params, and the files under `environment/`, to the active run or the one given. Throws BAD_REQUEST when there is none; what fails
   * besides is told to `onProblem`, and the run goes on. Returns whether all of it could be logged.
   */
  logToRun(options?: { readonly run?: Run | undefined; readonly onProblem?: OnProblem | undefined }): Promise<boolean>
}

/**
 * Captures what this program runs in: packages of Python and conda, system, processor, memory, GPUs, commit. What a machine does not have, git
 * or CUDA, is left out.
 *
 *     await withRun({ name: 'training' }, async () => {
 *       await captureEnvironment({ outputDir: './environment', logToRun: true })
 *       …
 *     })
 *
 * No trouble with logging fails the run. Throws what the caller has to mend, before anything is logged: RESOURCE_DOES_NOT_EXIST without
 * `@reprise/capture`, NOT_IMPLEMENTED on a Node.js older than 24.12, BAD_REQUEST without an active run to log to, PERMISSION_DENIED where
 * `outputDir` can not be written, INVALID_PARAMETER_VALUE for what `requireClean` refuses.
 */
export async function captureEnvironment(options: CaptureEnvironmentOptions = {}): Promise<Environment> {
  const run = options.run ?? (options.logToRun === true ? requireActiveRun() : undefined)
  const environment = await capture(await loadCapture(), options)
  if (run !== undefined && options.logToRun !== false) await environment.logToRun({ run, onProblem: options.onProblem })
  return environment
}

async function capture(
  { snapshotCode, captureEnvironment: write }: CapturePackage,
  options: CaptureEnvironmentOptions,
): Promise<Environment> {
  const folder = process.cwd()
  const env = readVariables()
  const snapshot = await snapshotCode(folder, { env })
  await snapshot.release()
  const code = snapshot.record
  if (options.requireClean === true) assertClean(code)
  const { artifacts, params, record } = await write({
    env,
    folder,
    ...(code.kind === 'GIT' ? { root: code.root } : {}),
    code,
    outputDir: await makeFolder(options.outputDir),
    showVariables: options.showVariables ?? [],
    cloud: options.cloud ?? false,
    benchmark: options.benchmark ?? false,
  })
  return {
    ...artifacts,
    artifacts,
    params,
    systemInfo: record.system as Readonly<Record<string, unknown>>,
    logToRun: ({ run = requireActiveRun(), onProblem } = {}) => logTo(run, { artifacts, params }, onProblem),
  }
}

async function logTo(run: Run, { artifacts, params }: Pick<Environment, 'artifacts' | 'params'>, onProblem?: OnProblem): Promise<boolean> {
  return attemptEach(
    [
      ...Object.entries(params).map(([key, value]) => [`the param ${key}`, () => run.logParam(key, value)] as const),
      ...Object.entries(artifacts).map(([name, file]) => [`environment/${name}`, () => run.logArtifact(file, 'environment')] as const),
    ],
    onProblem,
  )
}

function assertClean({ kind, uncommitted, root, not_kept: why }: RecordedCode): void {
  if (kind !== 'GIT') throw new RepriseError('INVALID_PARAMETER_VALUE', `A clean work tree needs git: ${why ?? 'there is no repository.'}`)
  if (uncommitted !== true) return
  throw new RepriseError('INVALID_PARAMETER_VALUE', `There are uncommitted changes in ${root}.`, {
    hint: 'Commit them (git status shows which), or do without requireClean.',
  })
}

async function makeFolder(folder: string | undefined): Promise<string> {
  if (folder === undefined) return mkdtemp(join(tmpdir(), 'reprise-environment-'))
  try {
    await makeEach(resolve(folder))
    return resolve(folder)
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new RepriseError('PERMISSION_DENIED', `The folder ${folder} can not be made: ${why}.`, {
      hint: 'Give an outputDir that can be written.',
      cause,
    })
  }
}

/** One by one: making all at once never ends on file systems that say of a new folder that it is not there, as /proc does. */
async function makeEach(folder: string): Promise<void> {
  if (existsSync(folder)) return
  await makeEach(dirname(folder))
  await mkdir(folder)
}
