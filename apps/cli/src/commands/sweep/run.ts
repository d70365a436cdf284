import { relative } from 'node:path'
import { collectStages } from '@reprise/pipelines/graph'
import { locate, openStages } from '@reprise/pipelines/repository'
import {
  assertDataRecorded,
  copyWorkTree,
  createSweepFolder,
  findOptuna,
  findSweep,
  listPoints,
  parseOverride,
  type PointRecord,
  type SweepDefinition,
  type SweepFolder,
} from '@reprise/pipelines/sweeps'
import { printCount, printDuration, printNumber } from '../../output/values.ts'
import { chooseTracking, type TrackingOptions } from '../../pipeline/tracking/tracking-choice.ts'
import type { Project } from '../../project/index.ts'
import {
  countPoints,
  planSearch,
  printPoints,
  runPoints,
  type SearchPlan,
  spellPoint,
  type SweepOptions,
  toPointValue,
  toSweepValue,
  trackSweep,
} from '../../sweeping/index.ts'

interface RunSweepOptions extends SweepOptions, TrackingOptions {
  readonly jobs: number
  readonly dry?: boolean
  readonly resume?: boolean | string
  readonly failFast?: boolean
  readonly force?: boolean
  readonly runner?: string
}

/** Runs a sweep, or goes on with one. Answers 255 where a point failed. */
export async function runSweep(project: Project, [targets]: [string[]], options: RunSweepOptions): Promise<number> {
  if (options.resume !== undefined) return goOn(project, findSweep(project.repository.layout.temporary, nameOf(options.resume)), options)
  const plan = planSearch(project, options)
  if (options.dry === true) return listDry(project, plan)
  if (plan.search.kind === 'tpe') await findOptuna(project.repository.env)
  return goOn(project, await begin(project, targets, { plan, options }), options)
}

function nameOf(resume: boolean | string): string | undefined {
  return typeof resume === 'string' ? resume : undefined
}

/** What points an estimator chooses is known only when others have run. */
function listDry(project: Project, { search, overrides, metric, direction }: SearchPlan): number {
  const points = search.kind === 'tpe' ? [] : listPoints(search, overrides)
  const records = points.map((point, index): PointRecord => ({ number: index + 1, point, state: 'waiting' }))
  if (project.isJson) project.printJson({ search, points: records.map(toPointValue) })
  else if (search.kind === 'tpe') project.print(`${printCount(search.count, 'point')}, which are chosen one after the other.\n`)
  else project.print(printPoints(records, { metric, direction }, project.world))
  return 0
}

/** Everything that the sweep needs is on disk before it is known as one. */
async function begin(
  project: Project,
  targets: readonly string[],
  { plan, options }: { readonly plan: SearchPlan; readonly options: RunSweepOptions },
): Promise<SweepFolder> {
  const { repository } = project
  await assertTargets(project, targets)
  const choice = await chooseTracking(options, { findsUndeclared: false, words: [] }, project.world)
  const folder = createSweepFolder(repository.layout.temporary)
  try {
    await repository.turn.take()
    await assertDataRecorded(repository)
    await copyWorkTree(repository, folder.base)
    repository.turn.release()
    folder.definition = {
      version: 1,
      created: project.world.now(),
      targets,
      overrides: plan.overrides.map(({ file, change }) => `${file}:${change}`),
      search: plan.search,
      metric: plan.metric,
      direction: plan.direction,
      folder: relative(repository.root, repository.cwd),
      options: [
        ...(options.force === true ? ['--force'] : []),
        ...(options.runner === undefined ? [] : [`--runner=${options.runner}`]),
        ...(choice === undefined ? ['--no-track'] : [`--tracking-uri=${choice.trackingUri}`]),
        ...(choice?.experiment === undefined ? [] : [`--experiment=${choice.experiment}`]),
      ],
      tracking: choice === undefined ? undefined : { uri: choice.trackingUri, experiment: choice.experiment, run: undefined },
    }
    return folder
  } catch (error) {
    folder.remove()
    throw error
  }
}

/** What every point would fail with is told before any is begun. */
async function assertTargets({ repository }: Project, targets: readonly string[]): Promise<void> {
  const files = openStages(repository)
  await collectStages(files, targets.length > 0 ? targets : ['dvc.yaml'], { locate: (path) => locate(repository, path) })
}

async function goOn(project: Project, folder: SweepFolder, options: RunSweepOptions): Promise<number> {
  const { repository } = project
  using _held = await folder.hold(repository.signal)
  const tracking = await trackSweep(project, folder, folder.definition)
  const definition = keepRun(folder, tracking.run?.id)
  const total = countPoints(definition, definition.overrides.map(parseOverride))
  project.say(`Sweep ${folder.name}: ${printCount(total, 'point')}${seedOf(definition)}.`)
  const surroundings = {
    folder,
    definition,
    project: await projectIn(project),
    env: { ...repository.env, ...tracking.variables },
    signal: repository.signal,
  }
  await runPoints(surroundings, {
    jobs: options.jobs,
    isFailFast: options.failFast === true,
    onBegin: ({ number, point }) => project.say(`[${number}/${total}] ${spellPoint(point)}`),
    onEnd: (record) => tellEnd(project, folder, { record, total }),
  })
  const points = folder.points()
  const failed = points.filter(({ state }) => state === 'failed').length
  const isEnded = repository.signal.aborted
  await tracking.finish(points, isEnded ? 'KILLED' : failed > 0 ? 'FAILED' : 'FINISHED')
  if (isEnded) project.world.note(`Go on with: reprise sweep --resume ${folder.name}`)
  repository.signal.throwIfAborted()
  if (project.isJson) project.printJson(toSweepValue(folder, definition, points))
  else project.print(`\n${printPoints(points, definition, project.world)}`)
  if (failed > 0) project.complain(`${failed} of ${printCount(points.length, 'point')} failed.`)
  return failed > 0 ? 255 : 0
}

function keepRun(folder: SweepFolder, run: string | undefined): SweepDefinition {
  const { definition } = folder
  if (run === undefined || definition.tracking === undefined) return definition
  folder.definition = { ...definition, tracking: { ...definition.tracking, run } }
  return folder.definition
}

/** The seed is told, so that the points can be drawn again. */
function seedOf({ search }: SweepDefinition): string {
  return search.kind === 'grid' ? '' : `, seed ${search.seed}`
}

async function projectIn({ repository }: Project): Promise<string> {
  const git = await repository.git()
  return git === undefined ? '' : relative(git.root, repository.root)
}

function tellEnd(project: Project, folder: SweepFolder, { record, total }: { readonly record: PointRecord; readonly total: number }): void {
  const { number, state, value, milliseconds = 0, error } = record
  const name = `[${number}/${total}]`
  if (state === 'failed') project.warn(`point ${number} failed: ${error ?? ''} (see ${project.repository.show(folder.outputOf(number))})`)
  else project.say(`${name} done in ${printDuration(milliseconds)}${value === undefined ? '' : `: ${printNumber(value)}`}`)
}
