import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findMainCommand } from '@reprise/capture'
import type { RecordedDifference } from '@reprise/compare'
import type { RunRecord } from '@reprise/protocol'
import { prepareEnvironment, type PreparedEnvironment } from '../environment/prepare-environment.ts'
import type { RecordedRun } from '../original/read-original.ts'
import { isolateCache } from '../pipeline/isolate-cache.ts'
import { listCommands } from '../pipeline/list-commands.ts'
import { assertPaths } from './assert-paths.ts'
import { restoreCodeOf } from './code.ts'
import type { RestoreContext } from './context.ts'
import { type InputFolders, type PlacedInput, type RestoredInputs, restoreInputs } from './inputs.ts'
import { type Layout, layOut } from './layout.ts'
import { planPaths } from './paths.ts'
import { relocate, relocationOf } from './relocate.ts'
import { fillSecrets } from './secrets.ts'
import { restoreStdin, type StdinSource } from './stdin.ts'
import { planVariables } from './variables.ts'

/** A run that is ready to be repeated. */
export interface Restoration {
  readonly layout: Layout
  /** Root of the code. */
  readonly root: string
  /** Working folder. */
  readonly folder: string
  readonly argv: readonly string[]
  /** The whole environment of the command. */
  readonly variables: Readonly<Record<string, string>>
  readonly stdin?: StdinSource
  readonly mounts: readonly PlacedInput[]
  readonly environment: Pick<PreparedEnvironment, 'level' | 'isLocked' | 'without'>
  /** What is known to be other before anything ran. */
  readonly differences: readonly RecordedDifference[]
  /** What is other than in the original, in words. */
  readonly notes: readonly string[]
  /** Files that have only the names and sizes of the original's. */
  readonly placeholders: readonly string[]
}

/** Code and data of a run in a folder. */
export interface RestoredFiles extends RestoredInputs {
  readonly root: string
  readonly folder: string
}

/** Restores code and inputs as `layout` has it; inputs from far outside of the tree go to `outside`. */
export async function restoreFiles(
  original: RecordedRun,
  { layout, outside }: InputFolders,
  context: RestoreContext,
): Promise<RestoredFiles> {
  const { root } = layout
  assertPaths(original.record)
  context.progress('restoring code')
  await restoreCodeOf(original, root, context)
  context.signal?.throwIfAborted()
  context.progress('restoring data')
  await mkdir(outside, { recursive: true })
  const inputs = await restoreInputs(original, { layout, outside }, context)
  const folder = join(root, original.record.command.folder)
  await mkdir(folder, { recursive: true })
  return { ...inputs, root, folder }
}

export interface RestorePlaces {
  /** An empty folder, or none: for code and data. */
  readonly place: string
  /** Beside it, for what is installed: may be used again. */
  readonly scratch: string
  readonly secrets: Readonly<Record<string, string>>
  /** Whether folders in which the original left results are made beforehand. Most programs make them themselves. */
  readonly makesFolders?: boolean
  /** Changes what was restored before anything else is planned, to find a cause. */
  readonly amend?: ((files: RestoredFiles, layout: Layout) => Promise<RestoredFiles>) | undefined
}

/** Restores everything. Throws an {@link Obstacle} for what is not to be had. */
export async function restoreRun(
  original: RecordedRun,
  { place, scratch, secrets, makesFolders = false, amend = (files) => Promise.resolve(files) }: RestorePlaces,
  context: RestoreContext,
): Promise<Restoration> {
  const { record } = original
  assertPaths(record)
  const layout = layOut(record, place)
  const outside = join(place, '.outside')
  const files = await amend(await restoreFiles(original, { layout, outside }, context), layout)
  const { root, folder } = files
  await makeFolders(record, layout, makesFolders)
  await mkdir(scratch, { recursive: true })
  const relocation = relocationOf(record, root)
  const filled = await fillSecrets(record, { given: secrets, env: context.env, root })
  const stdin = await restoreStdin(original, outside, context)
  const planned = planVariables(record.environment, context.env, relocation)
  const commands = listCommands(record)
  // What is run again is the pipeline; the environment is that of its commands.
  const argv = commands === undefined ? filled.argv.map((word) => relocate(word, relocation)) : findMainCommand(commands)
  const variables = { ...planned.variables, ...filled.variables, PWD: folder }
  const paths = await planPaths(files.placed, {
    argv: commands === undefined ? argv : [],
    variables,
    env: context.env,
    folder,
    originalFolder: record.command.absolute_folder,
  })
  if (commands !== undefined) await isolateCache(folder, root)
  context.signal?.throwIfAborted()
  context.progress('environment')
  const environment = await prepareEnvironment(
    {
      record,
      artifactUri: original.wholeUri,
      argv: commands === undefined ? paths.argv : argv,
      variables: paths.variables,
      folder,
      root,
      scratch,
    },
    context,
  )
  return {
    layout,
    root,
    folder,
    argv: environment.argv,
    variables: { ...environment.variables },
    ...(stdin.source === undefined ? {} : { stdin: stdin.source }),
    mounts: paths.mounts,
    environment,
    differences: planned.differences,
    placeholders: files.placeholders,
    notes: [
      ...files.unverified,
      ...describePlaceholders(files),
      ...files.sources,
      ...filled.notes,
      ...stdin.notes,
      ...planned.notes,
      ...paths.notes,
      ...environment.notes,
    ],
  }
}

/** What notes say of them. */
export function describePlaceholders({ placeholders }: Pick<RestoredFiles, 'placeholders'>): string[] {
  if (placeholders.length === 0) return []
  const names = `${placeholders.slice(0, 3).join(', ')}${placeholders.length > 3 ? ', …' : ''}`
  return [`of what was there and not read, ${names}, only names, sizes and times were restored`]
}

/** Folders beside the code always: only the original's own neighbourhood could tell who made them. */
async function makeFolders({ outputs }: RunRecord, { root, beside }: Layout, makesFolders: boolean): Promise<void> {
  for (const { path } of outputs) {
    const place = path.startsWith('/') ? beside(path) : makesFolders ? join(root, path) : undefined
    if (place !== undefined && place.startsWith(dirname(root))) await mkdir(dirname(place), { recursive: true })
  }
}
