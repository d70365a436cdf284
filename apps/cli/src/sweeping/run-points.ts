import { openSearch, type Override, type PointRecord, parseOverride, type Search } from '@reprise/pipelines/sweeps'
import { endLeftOver } from './end-left-over.ts'
import { type PointSurroundings, runPoint } from './run-point.ts'

export interface PointsOptions {
  /** Points that run at once. */
  readonly jobs: number
  /** Whether no other begins after the first that fails. */
  readonly isFailFast: boolean
  onBegin(record: PointRecord): void
  onEnd(record: PointRecord): void
}

/**
 * Runs the points of a sweep that are not done, and asks for new ones, until there are no more or the user wants to end. Every point is on disk before it is begun: whenever
 * the process ends, the sweep can go on.
 */
export async function runPoints(surroundings: PointSurroundings, options: PointsOptions): Promise<void> {
  const { folder, definition, signal, env } = surroundings
  const before = folder.points()
  await Promise.all(
    before.filter(({ state }) => state === 'running').map((record) => endLeftOver(record, folder.workspaceOf(record.number))),
  )
  const done = before.filter(({ state }) => state === 'done')
  const again = before.filter(({ state }) => state !== 'done')
  await using search = await openSearch(definition.search, {
    overrides: definition.overrides.map(parseOverride),
    asked: before.length,
    history: done.map(({ point, value }) => ({ point, value })),
    env,
  })
  const queue = new Queue(search, again, before.length)
  let hasFailed = false
  const work = async (): Promise<void> => {
    while (!signal.aborted && !(options.isFailFast && hasFailed)) {
      const next = await queue.next()
      if (next === undefined) return
      folder.put({ ...next, state: 'waiting' })
      options.onBegin(next)
      const ended = await runPoint(surroundings, next)
      if (ended.state === 'waiting') return
      hasFailed ||= ended.state === 'failed'
      await search.tell({ point: ended.point, value: ended.value })
      options.onEnd(ended)
    }
  }
  await Promise.all(Array.from({ length: options.jobs }, work))
}

/** Those that were begun before come first. */
class Queue {
  readonly #search: Search
  readonly #again: PointRecord[]
  #count: number

  constructor(search: Search, again: readonly PointRecord[], count: number) {
    this.#search = search
    this.#again = [...again]
    this.#count = count
  }

  async next(): Promise<PointRecord | undefined> {
    const waiting = this.#again.shift()
    if (waiting !== undefined) return { number: waiting.number, point: waiting.point, state: 'waiting' }
    const point = await this.#search.ask()
    return point === undefined ? undefined : { number: ++this.#count, point, state: 'waiting' }
  }
}

/** Points that there will be. */
export function countPoints(
  { search }: { readonly search: PointSurroundings['definition']['search'] },
  overrides: readonly Override[],
): number {
  if (search.kind !== 'grid') return search.count
  return overrides.reduce((count, { space }) => count * (space.kind === 'choice' ? space.values.length : 1), 1)
}
