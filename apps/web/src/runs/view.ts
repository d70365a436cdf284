/** What a page of runs shows, as it stands in the query string. */
export interface RunsView {
  /** The filter, in the language of searches. */
  readonly q?: string
  /** `metrics.loss DESC`. */
  readonly sort?: string
  /** Columns besides those of every run: `metrics.loss`, `params.lr`, `tags.stage`; absent: chosen by what the runs have. */
  readonly cols?: readonly string[]
  /** Runs that were picked to be looked at together. */
  readonly sel?: readonly string[]
  readonly deleted?: true
  /** Part of the names of charts. */
  readonly charts?: string
  readonly x?: 'time' | 'relative'
  readonly log?: true
  /** The param, such as the seed, over which curves are averaged: runs that differ in nothing else are one band. */
  readonly over?: string
  /** 0 to 99: how much curves are smoothed, in hundredths. */
  readonly smooth?: number
}

/** Parts of a view that change; undefined takes one away. */
export type ViewChange = { readonly [Key in keyof RunsView]?: RunsView[Key] | undefined }

/** Takes from a query string what makes sense, and leaves the rest: an old link shows what it still can. */
export function readRunsView(search: Record<string, unknown>): RunsView {
  const { q, sort, cols, sel, deleted, charts, x, log, over, smooth } = search
  const weight = Number(smooth)
  return {
    ...(isText(q) ? { q } : {}),
    ...(isText(sort) ? { sort } : {}),
    ...(cols === undefined ? {} : { cols: listOf(cols).filter((name) => columnPattern.test(name)) }),
    ...(sel === undefined ? {} : { sel: listOf(sel).filter((id) => idPattern.test(id)) }),
    ...(deleted === true ? { deleted } : {}),
    ...(isText(charts) ? { charts } : {}),
    ...(x === 'time' || x === 'relative' ? { x } : {}),
    ...(log === true ? { log } : {}),
    ...(isText(over) ? { over } : {}),
    ...(Number.isInteger(weight) && weight > 0 && weight < 100 ? { smooth: weight } : {}),
  }
}

const columnPattern = /^(metrics|params|tags)\../
const idPattern = /^[0-9a-f]{32}$/

/** A list as the address has it, or as it was before it went there. */
function listOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string')
  return isText(value) ? value.split(',') : []
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
