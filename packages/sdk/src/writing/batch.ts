import { type InputOfOperation, limits } from '@reprise/protocol'

export type BatchMetric = NonNullable<InputOfOperation<'logBatch'>['metrics']>[number]

/** What was logged and not yet put into the journal; never more than one request holds. */
export interface Batch {
  readonly isEmpty: boolean
  /** Whether it has become as large as a request may be. */
  readonly isFull: boolean
  addMetric(metric: BatchMetric): void
  addParam(key: string, value: string): void
  addTag(key: string, value: string): void
  /** The request, and an empty batch. */
  take(runId: string): InputOfOperation<'logBatch'>
}

export function createBatch(): Batch {
  let metrics: BatchMetric[] = []
  let params = new Map<string, string>()
  let tags = new Map<string, string>()
  const size = (): number => metrics.length + params.size + tags.size
  return {
    get isEmpty() {
      return size() === 0
    },
    get isFull() {
      return size() >= limits.entitiesPerBatch || params.size >= limits.paramsPerBatch || tags.size >= limits.tagsPerBatch
    },
    addMetric: (metric) => metrics.push(metric),
    addParam: (key, value) => params.set(key, value),
    addTag: (key, value) => tags.set(key, value),
    take: (runId) => {
      const request = { run_id: runId, ...list('metrics', metrics), ...list('params', toPairs(params)), ...list('tags', toPairs(tags)) }
      metrics = []
      params = new Map()
      tags = new Map()
      return request
    },
  }
}

function toPairs(map: ReadonlyMap<string, string>): { key: string; value: string }[] {
  return Array.from(map, ([key, value]) => ({ key, value }))
}

function list<Name extends string, Item>(name: Name, items: readonly Item[]): Partial<Record<Name, readonly Item[]>> {
  return items.length === 0 ? {} : ({ [name]: items } as Record<Name, readonly Item[]>)
}
