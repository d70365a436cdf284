import type { StageEvent, StageObserver } from '@reprise/pipelines'
import { addressOf } from '@reprise/pipelines/graph'
import { reasonLines } from '@reprise/pipelines/status'
import type { RunRequest } from '../../pipeline/index.ts'
import type { TrackedPipeline } from '../../pipeline/tracking/index.ts'
import type { Project } from '../../project/index.ts'
import { type ReproCommandOptions, wordsOf } from './repro-options.ts'
import { runTracked } from './run-tracked.ts'

export async function reproduceStages(project: Project, [targets]: [string[]], options: ReproCommandOptions): Promise<void> {
  const { repository, say, isJson, printJson, tellGit } = project
  const outcomes: unknown[] = []
  const outcomesOf = collectOutcomes(
    (outcome) => outcomes.push(outcome),
    (path) => repository.show(`${repository.root}/${path}`),
  )
  const request: RunRequest = {
    targets,
    isSingle: options.singleItem,
    isPipeline: options.pipeline,
    isWholeProject: options.allPipelines,
    isRecursive: options.recursive,
    isDownstream: options.downstream,
    isGlob: options.glob,
    isInteractive: options.interactive === true || repository.setting('core', 'interactive') === true,
    isForced: options.force,
    forcesDownstream: options.forceDownstream,
    pullsData: options.pull,
    allowMissing: options.allowMissing,
    isDry: options.dry,
    onFailure: options.ignoreErrors === true ? 'ignore' : options.keepGoing === true ? 'keep-going' : 'end',
    isCommitted: options.commit,
    usesRunCache: options.runCache,
    jobs: options.jobs,
    runner: options.runner,
    observers: [outcomesOf],
  }
  const { stages, tracked, failure } = await runTracked(project, request, { options, words: wordsOf(targets, options) })
  // What was done is told as well where it ends with an error.
  if (isJson && (failure === undefined || outcomes.length > 0)) printJson({ stages: outcomes, ...toJson(tracked, options) })
  if (failure !== undefined) throw failure.reason
  await tellGit()
  if (!isJson)
    say(stages.length === 0 ? 'Data and pipelines are up to date.' : 'Use `reprise push` to send your updates to remote storage.')
}

function toJson(tracked: TrackedPipeline | undefined, { untracked }: ReproCommandOptions): object {
  return {
    run: tracked?.run ?? null,
    runs: Object.fromEntries(tracked?.stages ?? []),
    ...(untracked === true ? { untracked: tracked?.undeclared ?? [] } : {}),
  }
}

/** For --json: how each stage ended, and why it ran. */
function collectOutcomes(add: (outcome: unknown) => void, show: (path: string) => string): StageObserver {
  const reasons = new Map<string, readonly string[]>()
  return {
    observe: (event: StageEvent) => {
      if (event.kind === 'started')
        reasons.set(addressOf(event.stage, show), event.isForced ? ['it is forced'] : reasonLines(event.reasons))
      if (event.kind !== 'ended') return
      const stage = addressOf(event.stage, show)
      add({ stage, outcome: event.outcome, milliseconds: Math.round(event.milliseconds), reasons: reasons.get(stage) ?? [] })
    },
  }
}
