import { type PendingRun, PendingRuns } from '../../../summaries/index.ts'
import { mergeParams, type ParamColumns } from './param-columns.ts'

/**
 * The params that stand in table `params_intake` alone. Columns instead of maps: many programs that start at once leave
 * hundreds of thousands of them. A run's columns are few, because neighbours of like length are merged.
 */
export class PendingParams extends PendingRuns<ParamColumns[]> {
  #characters = 0

  /** How long all values that wait are together, in UTF-16 units. */
  get characters(): number {
    return this.#characters
  }

  protected override countIn(parts: readonly ParamColumns[]): number {
    let count = 0
    for (const { keyIds } of parts) count += keyIds.length
    return count
  }

  /** Adds params of a run that came in one intake row. Those that wait already change nothing. */
  add(run: PendingRun, intakeId: number, params: ParamColumns): void {
    this.put(run, intakeId, (parts = []) => append(parts, params))
    this.#characters += lengthOf(params)
  }

  /** By id: runs that were made one after the other stand together in the index. */
  override runsOf(experiments: ReadonlySet<number> | undefined): number[] {
    return super.runsOf(experiments).sort((a, b) => a - b)
  }

  /** What waits of a run; undefined when nothing does. */
  partsOf(runId: number): readonly ParamColumns[] | undefined {
    return this.contentOf(runId)
  }

  /** Takes out everything of a run. */
  take(runId: number): { readonly run: PendingRun; readonly params: ParamColumns } | undefined {
    const taken = this.takeRun(runId)
    const [first, ...rest] = taken?.content ?? []
    if (taken === undefined || first === undefined) return undefined
    for (const part of taken.content) this.#characters -= lengthOf(part)
    return { run: taken.run, params: rest.reduce(mergeParams, first) }
  }

  override drop(runId: number): void {
    this.take(runId)
  }

  /** The names of all that waits. */
  keyIds(): Set<number> {
    const all = new Set<number>()
    for (const parts of this.contents()) for (const { keyIds } of parts) for (const keyId of keyIds) all.add(keyId)
    return all
  }

  override clear(): void {
    super.clear()
    this.#characters = 0
  }
}

/** Appends columns, and merges the last ones until each is more than twice as long as the next: so there are few, and each was copied a few times. */
function append(parts: ParamColumns[], params: ParamColumns): ParamColumns[] {
  let last = params
  for (let before = parts.at(-1); before !== undefined && before.keyIds.length <= 2 * last.keyIds.length; before = parts.at(-1)) {
    last = mergeParams(before, last)
    parts.pop()
  }
  parts.push(last)
  return parts
}

function lengthOf({ values }: ParamColumns): number {
  let length = 0
  for (const value of values) length += value.length
  return length
}
