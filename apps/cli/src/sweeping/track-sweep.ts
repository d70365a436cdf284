import type { PointRecord, SweepDefinition, SweepFolder } from '@reprise/pipelines/sweeps'
import type { Run } from '@reprise/sdk'
import { describeFailure } from '../failure.ts'
import type { Project } from '../project/index.ts'
import { childVariables } from '../recording/child-variables.ts'
import { describeTags } from '../recording/describe-tags.ts'
import { openTracker } from '../recording/open-run.ts'
import { surroundingRun } from '../recording/surrounding-run.ts'
import { sortPoints } from './print-points.ts'

/** The run of a sweep, which those of its points are children of. */
export interface SweepTracking {
  readonly run: Run | undefined
  /** For the processes of points. */
  readonly variables: Readonly<Record<string, string>>
  finish(points: readonly PointRecord[], status: 'FINISHED' | 'FAILED' | 'KILLED'): Promise<void>
}

const untracked: SweepTracking = { run: undefined, variables: {}, finish: () => Promise.resolve() }

/** Begins the run, or goes on with it. What goes wrong with it is told, and the sweep runs all the same. */
export async function trackSweep(
  { repository, world }: Project,
  folder: SweepFolder,
  { tracking, overrides, targets }: SweepDefinition,
): Promise<SweepTracking> {
  if (tracking === undefined) return untracked
  const report = (problem: unknown): void => world.note(describeFailure(problem, { json: false, debug: false }).trimEnd())
  const { parent, experimentId } = surroundingRun(repository.env)
  const place = { trackingUri: tracking.uri, ...(tracking.experiment === undefined ? {} : { experiment: tracking.experiment }) }
  const tracker = openTracker(place, { settings: world.settings, experimentId, report })
  const words = ['reprise', 'sweep', ...overrides.flatMap((text) => ['-S', text]), ...targets]
  const tags = {
    ...describeTags(words, { folder: repository.cwd, variables: repository.env }),
    'reprise.kind': 'sweep',
    'reprise.sweep': folder.name,
  }
  const known = tracking.run === undefined ? { name: `sweep ${folder.name}`, tags, parentRunId: parent } : { runId: tracking.run }
  const run = await tracker.startRun({ ...known, nested: false }).catch((error: unknown) => {
    report(error)
    return undefined
  })
  if (run === undefined) return untracked
  const about = { id: run.id, experimentId: run.experimentId, isOnServer: run.isOnServer }
  return {
    run,
    variables: childVariables(about, place, world),
    finish: async (points, status) => {
      const [best] = sortPoints(points, folder.definition).filter(({ value }) => value !== undefined)
      const count = (state: PointRecord['state']): number => points.filter((point) => point.state === state).length
      run.setTags({ 'reprise.points': points.length, 'reprise.points_done': count('done'), 'reprise.points_failed': count('failed') })
      if (best !== undefined)
        run.setTags({ 'reprise.best_point': best.number, ...(best.run === undefined ? {} : { 'reprise.best_run': best.run }) })
      if (best !== undefined) run.logMetrics(toMetrics(best))
      await run.end(status)
    },
  }
}

/** The metrics of the best point are those of the sweep: so that sweeps can be compared with each other. */
function toMetrics({ metrics = {} }: PointRecord): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).map(([key, value]) => [key.slice(key.indexOf(':') + 1), value]))
}
