import { keyOf, type Stage } from './stage.ts'
import type { StageGraph } from './stage-graph.ts'
import { postOrder } from './walk.ts'

export interface PlanOptions {
  /** Only the targets, without what they need. */
  readonly isSingle?: boolean | undefined
  /** All stages that are connected with the targets. */
  readonly isPipeline?: boolean | undefined
  /** The targets and what depends on them, not what they need. */
  readonly isDownstream?: boolean | undefined
}

/** Stages in the order in which they are brought up to date: what a stage needs comes before it. */
export interface StagePlan {
  readonly stages: readonly Stage[]
  /** Stages of the plan that a stage waits for; what frozen stages name is left as it is. */
  needs(stage: Stage): readonly Stage[]
  /** Stages that depend on a stage, in the plan or not. */
  neededBy(stage: Stage): readonly Stage[]
}

/** The order is DVC's. Without targets: all stages. */
export function planStages(graph: StageGraph, targets: readonly Stage[], options: PlanOptions = {}): StagePlan {
  const needs = (stage: Stage): readonly Stage[] => (stage.frozen ? [] : graph.needs(stage))
  const neededBy = (stage: Stage): readonly Stage[] => graph.neededBy(stage).filter((one) => !one.frozen)
  const members = new Set(choose(graph, targets, { ...options, needs, neededBy }).map(keyOf))
  const inPlan = (stage: Stage): readonly Stage[] => needs(stage).filter((one) => members.has(keyOf(one)))
  const stages =
    options.isSingle === true
      ? targets
      : postOrder(
          graph.stages.filter((stage) => members.has(keyOf(stage))),
          inPlan,
        )
  return { stages, needs: inPlan, neededBy }
}

function choose(
  graph: StageGraph,
  targets: readonly Stage[],
  { needs, neededBy, isSingle, isPipeline, isDownstream }: PlanOptions & Pick<StagePlan, 'needs' | 'neededBy'>,
): readonly Stage[] {
  if (isSingle === true) return targets
  if (targets.length === 0) return graph.stages
  if (isPipeline === true) return postOrder(targets, (stage) => [...needs(stage), ...neededBy(stage)])
  return postOrder(targets, isDownstream === true ? neededBy : needs)
}
