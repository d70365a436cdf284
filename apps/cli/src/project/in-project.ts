import { constants } from 'node:os'
import { relative } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { cacheFolderOf } from '../cache-folder.ts'
import { tidyCachesDaily } from '../caches/index.ts'
import type { World } from '../command.ts'
import type { EndingSignal } from '../interruption.ts'
import { type FailureCode, projectExitCodes } from './exit-codes.ts'
import type { CommonOptions, Project, Voice } from './project.ts'
import { ProjectFailure, toProjectFailure } from './project-failure.ts'
import { createVoice } from './voice.ts'

/** What a command declares. */
export interface Ending {
  /** With what it ends when it fails. */
  readonly failure: FailureCode
  /** Whether it has the repository's turn from beginning to end. */
  readonly locks?: boolean
}

/** What a command does; it answers the exit code where that is not 0. Imported when it is asked for. */
type Load<Subject, Args extends readonly unknown[], Options> = () => Promise<
  (subject: Subject, args: Args, options: Options & CommonOptions) => Promise<number | void>
>
type Action = (...given: unknown[]) => Promise<void>

/** The action of a command that works on the project of the folder that it is called in. */
export function inProject<Args extends readonly unknown[], Options>(
  world: World,
  { failure, locks = false }: Ending,
  load: Load<Project, Args, Options>,
): Action {
  return anywhere<Args, Options>(world, failure, async () => async (voice, args, options) => {
    const [work, { openRepository }, { findRoot }] = await Promise.all([
      load(),
      import('@reprise/pipelines/repository'),
      import('@reprise/pipelines/project'),
    ])
    const { root, reason } = findRoot(process.cwd())
    if (root === undefined) throw new ProjectFailure(reason, { exitCode: projectExitCodes.notInProject }, 'RESOURCE_DOES_NOT_EXIST')
    await using repository = await openRepository({
      root,
      cwd: process.cwd(),
      env: process.env,
      memoryFolder: `${cacheFolderOf(process.env)}/data`,
      signal: voice.signal,
      waitsForLock: options.waitForLock,
      onWarning: voice.warn,
    }).catch((error: unknown) => Promise.reject(toProjectFailure(error, projectExitCodes.configuration)))
    try {
      if (locks) await repository.turn.take()
      let told: Promise<void> | undefined
      const tell = (): Promise<void> => (told ??= tellGit({ ...voice, repository }))
      const code = await work({ ...voice, repository, tellGit: tell }, args, options)
      await tell()
      await tidyCachesDaily(cacheFolderOf(process.env))
      return code
    } catch (error) {
      await repository.changes.undo()
      throw error
    }
  })
}

/** The action of a command that needs no project. */
export function anywhere<Args extends readonly unknown[], Options>(
  world: World,
  failure: FailureCode,
  load: Load<Voice & { readonly signal: AbortSignal }, Args, Options>,
): Action {
  return async (...given) => {
    const options = given.at(-2) as Options & CommonOptions
    const interrupted = watchForEnd(world)
    try {
      if (options.cd !== undefined) enter(options.cd)
      const work = await load()
      const voice = { ...createVoice(world, options), signal: interrupted }
      process.exitCode = (await work(voice, given.slice(0, -2) as unknown as Args, options)) ?? 0
    } catch (error) {
      if (interrupted.aborted) throw endedBy(interrupted.reason as EndingSignal)
      throw toProjectFailure(error, failure)
    }
  }
}

function watchForEnd(world: World): AbortSignal {
  const controller = new AbortController()
  void world.interruption.claim().then((signal) => controller.abort(signal))
  return controller.signal
}

function endedBy(signal: EndingSignal): ProjectFailure {
  if (signal === 'SIGINT') return new ProjectFailure('interrupted by the user', { exitCode: projectExitCodes.interrupted })
  return new ProjectFailure(`ended by ${signal}`, { exitCode: 128 + constants.signals[signal] })
}

function enter(folder: string): void {
  try {
    process.chdir(folder)
  } catch (error) {
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no folder '${folder}' to do it in.`, { cause: error })
  }
}

/** Stages what was changed, or says how. */
async function tellGit({ repository, say }: Pick<Project, 'repository' | 'say'>): Promise<void> {
  const changed = repository.changes.list()
  if (changed.length === 0 || (await repository.git()) === undefined) return
  if (repository.setting('core', 'autostage') === true) return repository.changes.stage()
  const { quoteShell } = await import('@reprise/pipelines/commands')
  const files = changed.map((path) => quoteShell(relative(repository.cwd, path)))
  say(`\nTo track the changes with git, run:\n\n\tgit add ${files.join(' ')}`)
  say('\nTo enable auto staging, run:\n\n\treprise config core.autostage true')
}
