import type { Analysis } from './analyse.ts'

/** Two conversations that are about the same. */
export interface Correlation {
  readonly ids: readonly [string, string]
  readonly topics: readonly string[]
}

/** Pairs of conversations with topics in common. */
export function correlate(analyses: readonly Analysis[]): Correlation[] {
  return analyses.flatMap((one, index) =>
    analyses.slice(index + 1).flatMap((other) => {
      const topics = one.topics.filter((topic) => other.topics.includes(topic))
      return topics.length === 0 ? [] : [{ ids: [one.id, other.id] as const, topics }]
    }),
  )
}
