import { addressOf, reasonLines, type StageEvent, type StageObserver } from '@reprise/pipelines'
import { runStages } from '../../pipeline/index.ts'
import type { Project } from '../../project/index.ts'

interface ReproCommandOptions {
  readonly force?: boolean
  readonly interactive?: boolean
  readonly singleItem?: boolean
  readonly pipeline?: boolean
  readonly allPipelines?: boolean
  readonly recursive?: boolean
  readonly downstream?: boolean
  readonly forceDownstream?: boolean
  readonly pull?: boolean
  readonly allowMissing?: boolean
  readonly dry?: boolean
  readonly keepGoing?: boolean
  readonly ignoreErrors?: boolean
  readonly glob?: boolean
  readonly commit: boolean
  readonly runCache: boolean
  readonly jobs?: number
  readonly runner?: string
}

export async function reproduceStages(project: Project, [targets]: [string[]], options: ReproCommandOptions): Promise<void> {
  const { repository, say, isJson, printJson } = project
  const outcomes: unknown[] = []
  const stages = await runStages(project, {
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
    observers: [
      collectOutcomes(
        (outcome) => outcomes.push(outcome),
        (path) => repository.show(`${repository.root}/${path}`),
      ),
    ],
  })
  if (isJson) printJson({ stages: outcomes })
  else say(stages.length === 0 ? 'Data and pipelines are up to date.' : 'Use `reprise push` to send your updates to remote storage.')
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
