import { equals } from '../python/index.ts'
import { isCallback, keyOf, type Stage } from '../graph/index.ts'
import { findDefinitionReason, findInputReasons, findOutReason } from '../status/find-reasons.ts'
import type { Reason } from '../status/index.ts'
import type { LockedStage } from '../files/index.ts'
import type { StageWork } from './stage-work.ts'

export interface DetectionOptions {
  /** Data that are missing count as unchanged when their recorded digests are. */
  readonly allowMissing: boolean
  /** The stages that a stage needs, and what they were recorded with in this run. */
  readonly upstream: readonly Stage[]
  readonly recorded: ReadonlyMap<string, LockedStage>
  /** All reasons, also where one would do. */
  readonly isComplete: boolean
}

/** Why a stage has to run; nothing where it is as it was recorded. Looks at its outputs only where there is no other reason. */
export async function detectChange(work: StageWork, stage: Stage, options: DetectionOptions): Promise<Reason[]> {
  const { view, show } = work
  const definition = findDefinitionReason(stage)
  if (definition.length > 0 && !options.isComplete) return definition
  const inputs = stage.frozen ? [] : await findInputs(work, stage, options)
  const reasons = [...definition, ...inputs]
  if (reasons.length > 0 && !options.isComplete) return reasons
  for (const out of stage.outs) {
    const [reason] = await findOutReason(view, out, show)
    if (reason === undefined || (options.allowMissing && reason.state !== 'modified')) continue
    reasons.push(reason)
    if (!options.isComplete) break
  }
  return reasons
}

async function findInputs(work: StageWork, stage: Stage, options: DetectionOptions): Promise<Reason[]> {
  if (isCallback(stage) || stage.alwaysChanged) return [{ kind: 'always' }]
  const reasons = await findInputReasons(work.view, stage, { show: work.show })
  return options.allowMissing
    ? reasons.filter((reason) => !('state' in reason) || reason.state !== 'deleted' || isMadeAnew(stage, reason, { work, ...options }))
    : reasons
}

/** Whether a dependency that is missing was recorded otherwise by the stage that makes it. */
function isMadeAnew(stage: Stage, reason: Reason, { work, upstream, recorded }: DetectionOptions & { readonly work: StageWork }): boolean {
  if (reason.kind === 'param') return reason.key !== undefined
  if (reason.kind !== 'dep') return false
  const dep = stage.deps.find(({ at }) => work.show(at) === reason.path)
  return upstream.some((maker) =>
    maker.outs.some((out) => {
      if (out.at !== dep?.at) return false
      const made = recorded.get(keyOf(maker))?.outs.find(({ path }) => path === out.path)?.hash ?? out.recorded?.hash
      return !equals(made?.value ?? null, dep.recorded?.hash.value ?? null)
    }),
  )
}
