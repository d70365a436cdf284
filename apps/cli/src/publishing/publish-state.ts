import { ReportProject } from '@reprise/pipelines'
import { type PipelineStateSummary, RepriseError } from '@reprise/protocol'
import { withClient } from '../connect/index.ts'
import type { Project } from '../project/index.ts'
import { describeMetrics } from './describe-metrics.ts'
import { describeStages } from './describe-stages.ts'
import { lookAtGit } from './look-at-git.ts'
import { nameProject } from './project-name.ts'

interface PublishOptions {
  /** Default: what the settings say. */
  readonly trackingUri?: string | undefined
  /** Milliseconds that the server gets, in one try; default: those of every command. */
  readonly patience?: number | undefined
  /** Of the project; default: from git's remote, else its folder. */
  readonly name?: string | undefined
  /** The run of the whole pipeline that led here. */
  readonly runId?: string | undefined
  /** The runs of stages, by `keyOf(stage)`. */
  readonly stageRuns?: ReadonlyMap<string, string> | undefined
}

interface PublishedState {
  readonly project: string
  readonly state: PipelineStateSummary
  /** Whether the server did not know it. */
  readonly isNew: boolean
}

/**
 * Looks at every stage of the work tree and tells the server what is there, what is stale and why. Publishing what the server knows changes nothing but the
 * time. Throws RESOURCE_CONFLICT where another process is writing data of a stage, and what is wrong with stages, files and the server.
 */
export async function publishPipelineState(project: Project, options: PublishOptions = {}): Promise<PublishedState> {
  const { repository, world } = project
  const git = await lookAtGit(repository.root, repository.env)
  const name = options.name ?? nameProject({ root: repository.root, top: git.top, remote: git.remote })
  using reported = new ReportProject(repository)
  const files = await reported.open('workspace')
  const stages = files === undefined ? [] : await describeStages(repository, files.stages, options.stageRuns)
  const request = {
    project: name,
    commit: git.commit,
    branch: git.branch,
    is_dirty: git.isDirty,
    time: world.now(),
    run_id: options.runId,
    stages,
    metrics: files === undefined ? [] : describeMetrics(files),
  }
  const trackingUri = options.trackingUri ?? world.settings.trackingUri
  const { state, is_new: isNew } = await withClient({ trackingUri, patience: options.patience }, world, (client) =>
    client.publishPipelineState(request).catch((error: unknown) => {
      throw explain(error, stages.length)
    }),
  )
  return { project: name, state, isNew }
}

/** A request of another kind could be split; a state can not. */
function explain(error: unknown, stages: number): unknown {
  if (!(error instanceof RepriseError) || error.code !== 'PAYLOAD_TOO_LARGE') return error
  return new RepriseError(error.code, `The state of this pipeline, of ${stages} stages, is too large: ${error.message}`, { cause: error })
}
