import { join } from 'node:path'
import { collectStages, openGraph, planStages, type Show, type Stage, type StageFiles, type StagePlan } from '@reprise/pipelines/graph'
import { locate, openStages } from '@reprise/pipelines/repository'
import { reproduce, type DataPull, type ReproOptions, type StageObserver } from '@reprise/pipelines/repro'
import type { Project } from '../project/index.ts'
import { createLiveTable } from './live-table.ts'
import { createBringIn } from './bring-in.ts'
import { openStageRunner } from './open-stage-runner.ts'
import { createStageLogs, type StageLogs } from './stage-logs.ts'
import { createStageReport } from './stage-report.ts'
import type { PipelineTracking } from './tracking/index.ts'

export interface RunRequest extends ReproOptions {
  /** Default: `dvc.yaml`. */
  readonly targets: readonly string[]
  readonly isSingle?: boolean | undefined
  readonly isPipeline?: boolean | undefined
  readonly isWholeProject?: boolean | undefined
  readonly isRecursive?: boolean | undefined
  readonly isDownstream?: boolean | undefined
  readonly isGlob?: boolean | undefined
  readonly isInteractive?: boolean | undefined
  /** Data that are missing are brought from the remotes. */
  readonly pullsData?: boolean | undefined
  /** Where commands run; default: as is set. */
  readonly runner?: string | undefined
  /** Records what is done. */
  readonly tracking?: PipelineTracking | undefined
  /** Told of everything, beside the user. */
  readonly observers?: readonly StageObserver[] | undefined
}

/** Brings stages up to date and tells of it. Answers those that were run, restored or recorded. */
export async function runStages(project: Project, request: RunRequest): Promise<readonly Stage[]> {
  const { repository, world } = project
  const { tracking } = request
  const files = openStages(repository)
  const plan = await makePlan(project, files, request)
  await using runner = await openStageRunner(project, request)
  world.interruption.beforeEnd(runner.killAll)
  const pull = request.pullsData === true && request.isDry !== true ? await loadPull(project, files) : {}
  const logs = createStageLogs(join(repository.layout.temporary, 'repro'), files.show)
  const report = openReport(project, { request, show: files.show, logs })
  try {
    // Awaited here: the runner is closed when it is done.
    return await reproduce(repository, {
      plan,
      options: request,
      runner,
      observers: [logs.observer, report, ...(tracking === undefined ? [] : [tracking.observer]), ...(request.observers ?? [])],
      // What is printed for programs is one document: commands write to stderr beside it.
      isCaptured: () => project.isJson || tracking?.isOpen() === true,
      variablesOf: tracking?.variablesOf,
      wrap: tracking?.wrap,
      command: 'reprise repro',
      bringIn: createBringIn(project),
      ...pull,
      ...(request.isInteractive === true ? { confirm: project.confirm } : {}),
    })
  } finally {
    report.end?.()
  }
}

interface Reporting {
  readonly request: RunRequest
  readonly show: Show
  readonly logs: StageLogs
}

/** A table on a terminal where stages run at once; else lines. */
function openReport(project: Project, { request, show, logs }: Reporting): StageObserver & { end?(): void } {
  const isParallel = (request.jobs ?? 1) > 1
  const { isQuiet, isJson, isVerbose, world } = project
  const tellsFailures = (request.onFailure ?? 'end') !== 'end'
  const isQuestioned = request.isDry === true || request.isInteractive === true
  if (isParallel && world.interactive && process.stdout.isTTY && !isQuiet && !isJson && !isVerbose && !isQuestioned)
    return createLiveTable(project, { show, logs, height: process.stdout.rows || 24, tellsFailures })
  return createStageReport(project, {
    show,
    isParallel,
    logs,
    tellsReasons: request.isDry,
    tellsFailures,
  })
}

/** What speaks to remotes is loaded only when it is asked for. */
async function loadPull(project: Project, files: StageFiles): Promise<{ readonly pull: DataPull }> {
  const { createDataPull } = await import('./data-pull.ts')
  return { pull: createDataPull(project, { show: files.show }) }
}

async function makePlan({ repository }: Project, files: StageFiles, request: RunRequest): Promise<StagePlan> {
  const targets = request.targets.length > 0 ? request.targets : ['dvc.yaml']
  const stages =
    request.isWholeProject === true
      ? []
      : await collectStages(files, targets, {
          locate: (path) => locate(repository, path),
          isRecursive: request.isRecursive,
          isGlob: request.isGlob,
        })
  const isWide = request.isWholeProject === true || request.isPipeline === true
  if (request.isSingle === true && !isWide) return { stages, needs: () => [], neededBy: () => [] }
  const graph = await openGraph(files)
  if (stages.length === 0 && request.isWholeProject !== true) return { stages: [], needs: () => [], neededBy: () => [] }
  return planStages(graph, stages, { isPipeline: request.isPipeline, isDownstream: !isWide && request.isDownstream === true })
}
