import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { prepareEnvironment, type PreparedEnvironment } from '../environment/prepare-environment.ts'
import type { RecordedRun } from '../original/read-original.ts'
import { restoreCodeOf } from './code.ts'
import type { RestoreContext } from './context.ts'
import { type PlacedInput, type RestoredInputs, restoreInputs } from './inputs.ts'
import { planPaths } from './paths.ts'
import { relocate, relocationOf } from './relocate.ts'
import { fillSecrets } from './secrets.ts'
import { restoreStdin } from './stdin.ts'
import { planVariables } from './variables.ts'

/** A run that is ready to be repeated. */
export interface Restoration {
  /** Root of the code. */
  readonly root: string
  /** Working folder. */
  readonly folder: string
  readonly argv: readonly string[]
  /** The whole environment of the command. */
  readonly variables: Readonly<Record<string, string>>
  readonly stdin?: string
  readonly mounts: readonly PlacedInput[]
  readonly environment: Pick<PreparedEnvironment, 'level' | 'isLocked'>
  /** What is other than in the original, in words. */
  readonly notes: readonly string[]
}

/** Code and data of a run in a folder. */
export interface RestoredFiles extends RestoredInputs {
  readonly root: string
  readonly folder: string
  /** For what lies outside of the tree. */
  readonly outside: string
}

/** Restores code and inputs into `root`, a folder that is empty or not there; inputs from outside of the tree go to `outside`. */
export async function restoreFiles(
  original: RecordedRun,
  { root, outside }: { readonly root: string; readonly outside: string },
  context: RestoreContext,
): Promise<RestoredFiles> {
  context.progress('restoring code')
  await restoreCodeOf(original, root, context)
  context.progress('restoring data')
  await mkdir(outside, { recursive: true })
  const inputs = await restoreInputs(original, { target: root, outside }, context)
  const folder = join(root, original.record.command.folder)
  await mkdir(folder, { recursive: true })
  return { ...inputs, root, folder, outside }
}

export interface RestorePlaces {
  /** An empty folder, or none: for code and data. */
  readonly place: string
  /** Beside it, for what is installed: may be used again. */
  readonly scratch: string
  readonly secrets: Readonly<Record<string, string>>
}

/** Restores everything. Throws an {@link Obstacle} for what is not to be had. */
export async function restoreRun(
  original: RecordedRun,
  { place, scratch, secrets }: RestorePlaces,
  context: RestoreContext,
): Promise<Restoration> {
  const { record } = original
  const files = await restoreFiles(original, { root: join(place, 'code'), outside: join(place, 'outside') }, context)
  const { root, folder } = files
  await mkdir(scratch, { recursive: true })
  const relocation = relocationOf(record, root)
  const filled = await fillSecrets(record.command, { given: secrets, env: context.env, root })
  const stdin = await restoreStdin(original, files.outside, context)
  const planned = planVariables(record.environment, context.env, relocation)
  const argv = filled.argv.map((word) => relocate(word, relocation))
  const variables = { ...planned.variables, ...filled.variables, PWD: folder }
  const paths = await planPaths(files.placed, { argv, variables, env: context.env, folder })
  context.progress('environment')
  const environment = await prepareEnvironment(
    { record, artifactUri: original.artifactUri, argv: paths.argv, variables: paths.variables, folder, root, scratch },
    context,
  )
  return {
    root,
    folder,
    argv: environment.argv,
    variables: { ...environment.variables },
    ...(stdin.file === undefined ? {} : { stdin: stdin.file }),
    mounts: paths.mounts,
    environment,
    notes: [...files.unverified, ...filled.notes, ...stdin.notes, ...planned.notes, ...paths.notes, ...environment.notes],
  }
}
