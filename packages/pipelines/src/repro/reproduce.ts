import { RepriseError } from '@reprise/protocol/errors'
import { addressOf, keyOf, postOrder, type Stage, type StagePlan } from '../graph/index.ts'
import type { Repository } from '../repository/index.ts'
import { repr } from '../python/index.ts'
import { holdForReading } from '../status/index.ts'
import type { ReproContext, ReproOptions, DataPull } from './repro-context.ts'
import { reproduceStage } from './reproduce-stage.ts'
import { runPlan } from './run-plan.ts'
import type { StageObserver, StageOutcome } from './stage-observer.ts'
import type { StageRunner } from '../running/index.ts'
import { openStageWork, type StageWork } from './stage-work.ts'
import { Turns } from './turns.ts'

export interface ReproRequest {
  readonly plan: StagePlan
  readonly options?: ReproOptions | undefined
  readonly runner: StageRunner
  readonly observers?: readonly StageObserver[] | undefined
  /** Asked before each command: whether what it writes comes as events; it always does where stages run at once. */
  readonly isCaptured?: (() => boolean) | undefined
  /** Variables that the commands of a stage get besides. */
  readonly variablesOf?: ((stage: Stage) => Readonly<Record<string, string>>) | undefined
  /** A command under what watches it. */
  readonly wrap?: ((stage: Stage, command: string) => string) | undefined
  /** How the process is told of to others that want the same files. */
  readonly command: string
  /** Asked before each stage; default: nobody is. */
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined
  readonly pull?: DataPull | undefined
  readonly bringIn?: ((stage: Stage) => Promise<void>) | undefined
}

/**
 * Brings the stages of a plan up to date. The caller has the repository's turn; it is let go while commands run. Answers the stages that were run,
 * restored or recorded, or would be. Throws, in DVC's words, when a stage fails, and the reason of the repository's signal when the user wants to
 * end; what was done until then is recorded.
 */
export async function reproduce(repository: Repository, request: ReproRequest): Promise<readonly Stage[]> {
  const { plan, options = {}, runner, observers, command, confirm, pull, bringIn } = request
  const jobs = options.jobs ?? 1
  const work = openStageWork(repository, observers)
  const turns = new Turns(repository.turn, repository.signal)
  const context: ReproContext = {
    work,
    options,
    runner,
    isCaptured: () => request.isCaptured?.() === true || jobs > 1 || !runner.hasTerminal,
    readsInput: jobs === 1,
    variablesOf: request.variablesOf,
    wrap: request.wrap,
    turns,
    command,
    confirm,
    pull,
    bringIn,
    recorded: new Map(),
    locks: new Map(),
    orderIn: (file) => plan.stages.filter((stage) => stage.file === file).map(({ name }) => name ?? ''),
  }
  await work.tell({ kind: 'planned', stages: plan.stages, needs: plan.needs })
  // What another process is writing can not be judged; while commands run each stage holds its own paths.
  await holdForReading(repository, { stages: plan.stages, command }, () => Promise.resolve())
  if (pull !== undefined && options.usesRunCache !== false) await pull.runs()
  try {
    return await new Reproduction(context, plan).run(jobs)
  } finally {
    turns.end()
  }
}

class Reproduction {
  readonly #context: ReproContext
  readonly #work: StageWork
  readonly #plan: StagePlan
  readonly #forced = new Set<string>()
  readonly #skipped = new Set<string>()
  readonly #failed: Stage[] = []
  readonly #done: Stage[] = []

  constructor(context: ReproContext, plan: StagePlan) {
    this.#context = context
    this.#work = context.work
    this.#plan = plan
  }

  async run(jobs: number): Promise<readonly Stage[]> {
    await runPlan(this.#plan, jobs, (stage) => this.#runStage(stage))
    if (this.#failed.length > 0 && this.#context.options.onFailure !== 'ignore') throw failure(this.#work, this.#failed)
    return this.#done
  }

  async #runStage(stage: Stage): Promise<void> {
    const { tell } = this.#work
    const started = performance.now()
    const end = (outcome: StageOutcome): Promise<void> => tell({ kind: 'ended', stage, outcome, milliseconds: performance.now() - started })
    if (this.#skipped.has(keyOf(stage))) return end('skipped')
    const { turns, options } = this.#context
    await turns.enter()
    try {
      await tell({ kind: 'reached', stage })
      const isForced = options.isForced === true || this.#forced.has(keyOf(stage))
      const outcome = await reproduceStage(this.#context, stage, { isForced, upstream: this.#plan.needs(stage) })
      if (outcome !== 'unchanged' && outcome !== 'pulled') this.#done.push(stage)
      if (options.forcesDownstream === true && (isForced || (outcome !== 'unchanged' && outcome !== 'pulled')))
        for (const next of this.#plan.neededBy(stage)) this.#forced.add(keyOf(next))
      await end(outcome)
    } catch (error) {
      if (this.#work.repository.signal.aborted) throw error
      const cause = error instanceof Error ? error : new Error(String(error))
      await this.#fail(stage, cause)
      await end('failed')
      if ((options.onFailure ?? 'end') === 'end') throw failure(this.#work, [stage], cause)
    } finally {
      turns.leave()
    }
  }

  async #fail(stage: Stage, error: Error): Promise<void> {
    const { onFailure = 'end' } = this.#context.options
    this.#failed.push(stage)
    const skipped = onFailure === 'keep-going' ? postOrder([stage], this.#plan.neededBy).filter((one) => keyOf(one) !== keyOf(stage)) : []
    for (const one of skipped) this.#skipped.add(keyOf(one))
    await this.#work.tell({ kind: 'failed', stage, error, isIgnored: onFailure === 'ignore', skipped })
  }
}

function failure({ show }: StageWork, stages: readonly Stage[], cause?: Error): RepriseError {
  const names = joinNames(stages.map((stage) => repr(addressOf(stage, show))))
  const message = `failed to reproduce${stages.length > 1 ? ' stages:' : ''} ${names}`
  if (cause === undefined) return new RepriseError('INVALID_PARAMETER_VALUE', message)
  const { code, hint } = cause instanceof RepriseError ? cause : { code: 'INTERNAL_ERROR' as const, hint: undefined }
  return new RepriseError(code, `${message}: ${cause.message}`, { cause, ...(hint === undefined ? {} : { hint }) })
}

/** `a`, `a and b`, `a, b and c`. */
export function joinNames(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}
