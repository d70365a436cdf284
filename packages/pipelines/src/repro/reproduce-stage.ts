import { existsSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol/errors'
import { removeOut, unprotectOut } from '../checkout/index.ts'
import type { LockedStage } from '../files/index.ts'
import { addressOf, isImport, isPartialImport, type Stage } from '../graph/index.ts'
import { holdPaths } from '../locks/index.ts'
import { toFsPath } from '../paths/index.ts'
import { equals } from '../python/index.ts'
import { detectChange } from './change-detection.ts'
import { recordStage } from './record-stage.ts'
import type { ReproContext } from './repro-context.ts'
import { areOutsCached, findRun, isRepeatable, restoreOuts } from './run-cache.ts'
import { runCommands } from './run-commands.ts'
import { readInputs, type StageInputs } from './save-inputs.ts'
import { type StageOutcome } from './stage-observer.ts'
import { lockedOf, nameOf, warn } from './stage-work.ts'

export interface StageRequest {
  readonly isForced: boolean
  readonly upstream: readonly Stage[]
}

/**
 * Brings one stage up to date. Whenever the process ends, its entry is either that of an earlier run or that of a run whose outputs are whole: an
 * interrupted stage is changed for the next `repro`.
 */
export async function reproduceStage(context: ReproContext, stage: Stage, request: StageRequest): Promise<StageOutcome> {
  const { work, options } = context
  const { tell, repository } = work
  if (stage.frozen && !isImport(stage))
    await warn(work, stage, `stage: '${addressOf(stage, work.show)}' is frozen. Its dependencies are not going to be reproduced.`)
  const detection = { upstream: request.upstream, recorded: context.recorded, isComplete: options.isDry === true }
  const reasons = request.isForced ? [] : await detectChange(work, stage, { ...detection, allowMissing: options.allowMissing === true })
  if (!request.isForced) {
    if (reasons.length === 0) {
      await tell({ kind: 'unchanged', stage })
      return 'unchanged'
    }
    if (context.pull !== undefined && (await detectChange(work, stage, { ...detection, allowMissing: true })).length === 0) {
      await tell({ kind: 'pulling', stage })
      if (await context.pull.data(stage)) return 'pulled'
      await tell({ kind: 'not-pulled', stage })
    }
  }
  const address = addressOf(stage, work.show)
  if (
    context.confirm !== undefined &&
    !(await context.confirm(`Going to reproduce stage: '${address}'. Are you sure you want to continue?`))
  )
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'reproduction aborted by the user')
  await tell({ kind: 'started', stage, reasons, isForced: request.isForced })
  if (options.isDry === true) return pretend(context, stage, request)
  await using _held = await holdPaths(repository.layout.temporary, pathsOf(context, stage), {
    cmd: `${context.command} ${address}`,
    isHardlink: repository.setting('core', 'hardlink_lock') === true,
    signal: repository.signal,
    show: repository.show,
  })
  // Awaited here: the paths are held until it is done.
  return await make(context, stage, request)
}

function pathsOf({ work: { view } }: ReproContext, stage: Stage): { readonly read: string[]; readonly write: string[] } {
  const inputs = stage.deps.filter(({ place, kind }) => place !== 'remote' && kind === 'file')
  return {
    read: [...inputs.map((dep) => view.pathOf(dep)), ...stage.params.map(({ at }) => view.pathOf({ at }))],
    write: stage.outs.filter(({ place }) => place !== 'remote').map((out) => view.pathOf(out)),
  }
}

async function make(context: ReproContext, stage: Stage, { isForced }: StageRequest): Promise<StageOutcome> {
  const { work, options } = context
  const { tell, view } = work
  let outcome: StageOutcome = 'verified'
  if ((stage.cmd !== undefined || isImport(stage)) && !stage.frozen) removeOuts(context, stage)
  view.forget()
  if ((isImport(stage) && !stage.frozen) || isPartialImport(stage)) {
    if (context.bringIn === undefined) throw new RepriseError('NOT_IMPLEMENTED', 'imports are brought up to date by `update`.')
    await context.bringIn(stage)
    return 'ran'
  }
  if (stage.cmd !== undefined && !stage.frozen) outcome = await runOrRestore(context, stage, isForced)
  else {
    await tell({ kind: 'verifying', stage })
    await assertOutsThere(context, stage)
  }
  view.forget()
  await recordStage(context, stage, {
    isCommitted: options.isCommitted,
    allowMissing: options.allowMissing,
    isRemembered: options.isCommitted !== false && stage.outs.every(({ cache, kind }) => cache || kind !== 'out'),
  })
  return outcome
}

async function runOrRestore(context: ReproContext, stage: Stage, isForced: boolean): Promise<'ran' | 'restored'> {
  const { work } = context
  if (!isForced) {
    if (context.pull !== undefined) await pullMissing(context, stage)
    if (isRepeatable(stage)) await assertDepsThere(context, stage)
    const inputs = await readInputs(work, stage)
    const found = await findEarlier(context, stage, inputs)
    if (found !== undefined) {
      await work.tell({ kind: 'restored', stage })
      await restoreOuts(work, stage, found.outs)
      return 'restored'
    }
  }
  await context.turns.duringCommands(() => runCommands(work, stage, { ...context, isDry: false }))
  return 'ran'
}

/** What the stage made when it was last run, or another run with the same inputs. */
async function findEarlier(context: ReproContext, stage: Stage, inputs: StageInputs): Promise<LockedStage | undefined> {
  const { work, options } = context
  const { workspace, signal } = work.repository
  if (!isRepeatable(stage)) return undefined
  const locked = lockedOf(stage)
  const isSame =
    locked !== undefined &&
    equals(locked.cmd, stage.cmd ?? '') &&
    (await detectChange(work, { ...stage, outs: [] }, { allowMissing: false, upstream: [], recorded: new Map(), isComplete: false }))
      .length === 0
  const outs = stage.outs.map(({ path }) => locked?.outs.find((out) => out.path === path))
  if (isSame && outs.every((out) => out?.hash.value !== undefined)) {
    const made = outs.filter((out) => out !== undefined)
    if (context.pull !== undefined) await context.pull.objects(made)
    return (await areOutsCached(workspace, made, signal)) ? { ...locked, outs: made } : undefined
  }
  return options.usesRunCache === false ? undefined : findRun(work, stage, { inputs, pull: context.pull })
}

/** DVC finds what is missing here first, and says it in the words of the system. */
async function assertDepsThere({ work: { view } }: ReproContext, stage: Stage): Promise<void> {
  for (const dep of stage.deps) {
    if ((await view.dep(dep, 'md5')) === undefined)
      throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `[Errno 2] No such file or directory: '${view.pathOf(dep)}'`)
  }
}

async function pullMissing({ work, pull }: ReproContext, stage: Stage): Promise<void> {
  for (const dep of stage.deps) if (!existsSync(toFsPath(work.view.pathOf(dep)))) await pull?.path(dep.at)
  work.view.forget()
}

async function assertOutsThere({ work }: ReproContext, stage: Stage): Promise<void> {
  const missing: string[] = []
  for (const out of stage.outs) if ((await work.view.out(out, 'md5')) === undefined) missing.push(nameOf(work, out))
  if (missing.length === 0) return
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `missing data 'source${missing.length > 1 ? 's' : ''}': ${missing.join(', ')}`)
}

/** Before a run: the command is to make them anew. Those that persist stay, but can be written without harm to the cache. */
function removeOuts({ work: { repository, view } }: ReproContext, stage: Stage): void {
  for (const out of stage.outs) {
    if (out.place !== 'project') continue
    const path = view.pathOf(out)
    if (!out.persist) removeOut(repository.workspace, path)
    else if (existsSync(toFsPath(path))) unprotectOut(repository.workspace, path)
  }
}

/** `--dry`: what would be done. */
async function pretend(context: ReproContext, stage: Stage, { isForced }: StageRequest): Promise<StageOutcome> {
  const { work } = context
  if (stage.cmd === undefined || stage.frozen) return 'would run'
  const locked = lockedOf(stage)
  // DVC looks with what was recorded, not with what is there now.
  const isKnown = !isForced && locked !== undefined && isRepeatable(stage)
  if (isKnown && (await findEarlier(context, stage, locked)) !== undefined) await work.tell({ kind: 'restored', stage })
  await runCommands(work, stage, { ...context, isDry: true })
  return 'would run'
}
