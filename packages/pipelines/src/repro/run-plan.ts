import { keyOf, type Stage, type StagePlan } from '../graph/index.ts'

/**
 * Works on the stages of a plan, at most some at once: each when those that it needs are done, in the order of the plan where there is a choice. After the first
 * that rejects no other begins; those that have begun are waited for.
 */
export async function runPlan(plan: StagePlan, jobs: number, work: (stage: Stage) => Promise<void>): Promise<void> {
  if (jobs <= 1) {
    for (const stage of plan.stages) await work(stage)
    return
  }
  const waiting = [...plan.stages]
  const unfinished = new Set(waiting.map(keyOf))
  const running = new Set<Promise<void>>()
  let trouble: { readonly reason: unknown } | undefined
  const begin = (stage: Stage): void => {
    const task = work(stage)
      .catch((reason: unknown) => {
        trouble ??= { reason }
      })
      .finally(() => {
        unfinished.delete(keyOf(stage))
        running.delete(task)
      })
    running.add(task)
  }
  for (;;) {
    while (trouble === undefined && running.size < jobs) {
      const index = waiting.findIndex((stage) => plan.needs(stage).every((needed) => !unfinished.has(keyOf(needed))))
      const [next] = index < 0 ? [] : waiting.splice(index, 1)
      if (next === undefined) break
      begin(next)
    }
    if (running.size === 0) break
    await Promise.race(running)
  }
  // What a stage was given up for is passed on as it is.
  if (trouble !== undefined) throw trouble.reason
}
