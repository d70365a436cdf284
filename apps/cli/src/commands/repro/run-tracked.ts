import type { Stage } from '@reprise/pipelines'
import { type RunRequest, runStages } from '../../pipeline/index.ts'
import { createLazyTracking, type PipelineTracking, type TrackedPipeline } from '../../pipeline/tracking/index.ts'
import type { Project } from '../../project/index.ts'
import { publishTracked, publishUnchanged } from './publish-after.ts'
import type { ReproCommandOptions } from './repro-options.ts'

export interface TrackedStages {
  readonly stages: readonly Stage[]
  /** Undefined where nothing was to be recorded. */
  readonly tracked: TrackedPipeline | undefined
  /** What it ended with, if not well. */
  readonly failure?: { readonly reason: unknown }
}

export interface TrackingWish {
  readonly options: ReproCommandOptions
  /** What was typed behind `reprise repro`. */
  readonly words: readonly string[]
}

/** Runs stages, and records that as a run of the pipeline. How they end is not changed by it. */
export async function runTracked(project: Project, request: RunRequest, wish: TrackingWish): Promise<TrackedStages> {
  const { repository } = project
  const tracking = openTracking(project, request, wish)
  const ended = await runStages(project, { ...request, tracking }).then(
    (stages) => ({ stages }),
    (reason: unknown) => ({ stages: [], failure: { reason } }),
  )
  if (tracking === undefined) return { ...ended, tracked: undefined }
  // What others want to do with the project does not wait for the record.
  if (!('failure' in ended)) repository.turn.release()
  const isInterrupted = repository.signal.aborted
  const tracked = await tracking.finish(
    'failure' in ended
      ? { status: isInterrupted ? 'KILLED' : 'FAILED', exitCode: isInterrupted ? 252 : 255 }
      : { status: 'FINISHED', exitCode: 0 },
  )
  tell(project, tracked)
  if (!isInterrupted) await publishTracked(project, tracked, wish)
  if (!tracking.isOpen() && !('failure' in ended)) await publishUnchanged(project, wish)
  return { ...ended, tracked }
}

/** A dry run records nothing. */
function openTracking(project: Project, { isDry }: RunRequest, { options, words }: TrackingWish): PipelineTracking | undefined {
  const findsUndeclared = options.untracked === true
  if (isDry === true || (!options.track && !findsUndeclared)) return undefined
  return createLazyTracking(async () => {
    const { chooseTracking } = await import('../../pipeline/tracking/tracking-choice.ts')
    const choice = await chooseTracking(options, { findsUndeclared, words }, project.world)
    if (choice === undefined) return undefined
    const { trackPipeline } = await import('../../pipeline/tracking/track-pipeline.ts')
    return trackPipeline(project, choice)
  })
}

function tell({ world, warn, isQuiet, isJson }: Project, { run, url, undeclared }: TrackedPipeline): void {
  for (const { stage, read, written } of undeclared) {
    for (const path of read) warn(`stage '${stage}' reads '${path}', which is none of its dependencies.`)
    for (const path of written) warn(`stage '${stage}' writes '${path}', which is none of its outputs.`)
  }
  if (world.interactive && !isQuiet && !isJson && run !== undefined) world.note(`Recorded as ${url ?? run}`)
}
