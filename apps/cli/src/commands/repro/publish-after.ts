import { RepriseError } from '@reprise/protocol/errors'
import type { TrackedPipeline } from '../../pipeline/tracking/index.ts'
import type { Project } from '../../project/index.ts'
import type { TrackingWish } from './run-tracked.ts'

/** Milliseconds that a server gets for a pipeline in which nothing was to be done. */
const PATIENCE = 1_000

/** Tells the server of the record what the pipeline is like now. */
export async function publishTracked(project: Project, { run, byKey, server }: TrackedPipeline, wish: TrackingWish): Promise<void> {
  if (server === undefined || isElsewhere(project, wish)) return
  await publish(project, { trackingUri: server, runId: run, stageRuns: byKey })
}

/**
 * The same where nothing was to be done, and so nothing was recorded: it may never have been published, or at another commit. Nobody waits long for a server,
 * and one that nobody named is only told where it answers.
 */
export async function publishUnchanged(project: Project, wish: TrackingWish): Promise<void> {
  const { options, words } = wish
  if (!options.track || isElsewhere(project, wish)) return
  const [{ chooseTracking }, { readTarget }] = await Promise.all([
    import('../../pipeline/tracking/tracking-choice.ts'),
    import('../../connect/index.ts'),
  ])
  const choice = await chooseTracking(options, { findsUndeclared: false, words }, project.world)
  if (choice === undefined || readTarget(choice.trackingUri).kind === 'folder') return
  await publish(project, { trackingUri: choice.trackingUri, patience: PATIENCE })
}

/** The work tree of a sweep's point, or of a run that is made again, is not the project: nobody asks for its state. */
function isElsewhere({ repository }: Project, { options }: TrackingWish): boolean {
  return repository.env['REPRISE_SWEEP_POINT'] !== undefined || (options.tag ?? []).some(({ key }) => key === 'reprise.reproduces')
}

interface Publication {
  readonly trackingUri: string
  readonly runId?: string | undefined
  readonly stageRuns?: ReadonlyMap<string, string>
  readonly patience?: number
}

/** MLflow's servers know nothing of pipelines. Other trouble is one warning: `repro` has done its work. */
async function publish(project: Project, publication: Publication): Promise<void> {
  const { publishPipelineState } = await import('../../publishing/index.ts')
  try {
    await publishPipelineState(project, publication)
  } catch (error) {
    project.repository.signal.throwIfAborted()
    if (error instanceof RepriseError && unknownThere.has(error.code)) return
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    project.warn(`the state of the pipeline was not published: ${line}`)
  }
}

const unknownThere: ReadonlySet<RepriseError['code']> = new Set(['ENDPOINT_NOT_FOUND', 'METHOD_NOT_ALLOWED'])
