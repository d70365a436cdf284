import { keyOf, type Stage } from './stage.ts'

/** Stages next to a stage, in one direction. */
export type Neighbours = (stage: Stage) => readonly Stage[]

/** All stages that can be reached from some, each after those it leads to (depth first), in the order in which they are met. */
export function postOrder(starts: readonly Stage[], next: Neighbours): Stage[] {
  const seen = new Set<string>()
  const order: Stage[] = []
  for (const start of starts) {
    if (seen.has(keyOf(start))) continue
    seen.add(keyOf(start))
    const path = [{ stage: start, rest: [...next(start)].values() }]
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const { done, value } = last.rest.next()
      if (done === true) {
        order.push(last.stage)
        path.pop()
      } else if (!seen.has(keyOf(value))) {
        seen.add(keyOf(value))
        path.push({ stage: value, rest: [...next(value)].values() })
      }
    }
  }
  return order
}
