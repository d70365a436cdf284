import { rename } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { RecordedDifference } from '@reprise/compare'
import { RepriseError, type RunRecord } from '@reprise/protocol'
import { type Level, measureLevel } from './environment/level.ts'
import { onlyInstalled } from './environment/only-installed.ts'
import type { ReproduceOptions, ReproduceParts } from './options.ts'
import { type RecordedRun, readRun } from './original/read-original.ts'
import { reproWords } from './pipeline/repro-words.ts'
import type { RerunRequest } from './rerun.ts'
import type { RestoreContext } from './restore/context.ts'
import { type RestorePlaces, restoreRun, type Restoration } from './restore/restore-run.ts'
import { readAllResults } from './pipeline/read-all-results.ts'
import type { RunResults } from './results/read-results.ts'

/** One repeat of the original. */
export interface Attempt {
  readonly id: string
  readonly record: RunRecord
  readonly results: RunResults
  readonly level: Level
  /** The restored code, with what the command wrote. */
  readonly root: string
  readonly differences: readonly RecordedDifference[]
  readonly notes: readonly string[]
  /** Files that had only the names and sizes of the original's. */
  readonly placeholders: readonly string[]
  /** What the command was run with. */
  readonly argv: readonly string[]
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

/** Everything that all attempts have in common. */
export interface Attempts {
  readonly original: RecordedRun
  readonly parts: ReproduceParts
  readonly options: ReproduceOptions
  readonly context: RestoreContext
  /** Where they are restored. */
  readonly base: string
  /** Name of the experiment. */
  readonly experiment: string
}

export interface AttemptOptions {
  /** Counts from 1. */
  readonly number: number
  /** Changes what was restored, to find a cause. */
  readonly amend?: RestorePlaces['amend']
  /** Changes what is run, to find a cause. */
  readonly change?: (request: RerunRequest, restored: Restoration) => RerunRequest | Promise<RerunRequest>
  readonly makesFolders?: boolean
}

/**
 * Restores the original into a fresh folder and runs it. Each attempt runs at the same path, so that a result that depends on the path is
 * no noise; its folder is moved aside afterwards. Throws an Obstacle for what is not to be had.
 */
export async function attemptRun(
  attempts: Attempts,
  { number, amend, change = (request) => request, makesFolders = false }: AttemptOptions,
): Promise<Attempt> {
  const { original, parts, options, context, base, experiment } = attempts
  const place = join(base, 'run')
  const restored = await restoreRun(
    original,
    { place, scratch: join(base, 'environment'), secrets: options.secrets ?? {}, makesFolders, amend },
    context,
  )
  const words = reproWords(original.record)
  const plain: RerunRequest = {
    argv: restored.argv,
    ...(words === undefined ? {} : { pipeline: { words, stage: original.record.stage?.target } }),
    folder: restored.folder,
    variables: restored.variables,
    stdin: restored.stdin,
    mounts: restored.mounts,
    isTraced: [...original.record.inputs, ...original.record.outputs].some(({ known_by: source }) => source === 'TRACE'),
    original: original.id,
    experiment,
    name: `reproduction of ${original.run.info.run_name ?? original.id.slice(0, 8)}`,
    params: original.record.command.params,
    tags: { 'reprise.reproduces': original.id, 'mlflow.parentRunId': original.id },
    signal: context.signal,
  }
  const request = await change(plain, restored)
  context.progress(number === 1 ? 'running' : `running again (${number})`)
  const startedAt = Date.now()
  const id = await parts.rerun(request)
  const { record, ...found } = await readRun(context.client, id)
  if (record === undefined) throw new RepriseError('INTERNAL_ERROR', `The repeat ${id} has no record of what became of it.`)
  const aside = join(base, `run-${number}`)
  await rename(place, aside)
  const moved = (path: string): string => join(aside, relative(place, path))
  const root = moved(restored.root)
  const beside = original.record.outputs.flatMap(({ path }) => {
    const found = path.startsWith('/') ? restored.layout.beside(path) : undefined
    return found === undefined ? [] : [{ path, file: moved(found) }]
  })
  return {
    id,
    record,
    results: await readAllResults(context.client, { ...found, record }, { root, beside }),
    level: measureLevel(original.record.environment, onlyInstalled(record.environment, root), restored.environment),
    root,
    differences: restored.differences,
    notes: restored.notes,
    placeholders: restored.placeholders,
    argv: request.argv,
    startedAt,
  }
}
