import type { StartedTasks } from '../queue/start-tasks.ts'
import type { ProvidedRedis } from '../redis/provide-redis.ts'

/** What the steps before have found, for those after. */
export interface Progress {
  readonly trackingUri: string
  readonly folder: string
  /** Called in the opposite order when everything is over, whatever became of it. */
  readonly endings: (() => Promise<unknown>)[]
  redis?: ProvidedRedis
  api?: string
  ingested?: StartedTasks
}

export interface Step {
  readonly title: string
  /** Does the step and sees for itself; what was seen, line by line. Rejects when it is not as it should be. */
  readonly check: (progress: Progress) => Promise<readonly string[]>
}

/** What an earlier step should have found. */
export function required<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`There is no ${what}: an earlier step failed.`)
  return value
}

export function assert(isTrue: boolean, otherwise: string): asserts isTrue {
  if (!isTrue) throw new Error(otherwise)
}
