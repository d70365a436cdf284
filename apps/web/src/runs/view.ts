import { type PanelsView, readPanelsView } from '../panels/view.ts'
import { isRunId, isText, readList } from '../values/query-string.ts'

/** What a page of runs shows, as it stands in the query string. */
export interface RunsView extends PanelsView {
  /** The filter, in the language of searches. */
  readonly q?: string
  /** `metrics.loss DESC`. */
  readonly sort?: string
  /** Columns in their order: `metrics.loss`, `min(metrics.loss)`, `params.lr`, `tags.stage`, `attributes.status`; absent: chosen by what the runs have. */
  readonly cols?: readonly string[]
  /** Columns that stay where they are while the others are scrolled. */
  readonly pin?: readonly string[]
  /** Columns of another width than theirs: `params.lr~140`. */
  readonly widths?: readonly string[]
  /** A param or tag by whose values rows are gathered. */
  readonly group?: string
  /** Runs that others have started stand among them, not below them. */
  readonly flat?: true
  /** Runs that were picked to be looked at together. */
  readonly sel?: readonly string[]
  /** Runs whose curves are drawn beside those that are by themselves. */
  readonly draw?: readonly string[]
  readonly deleted?: true
  /** The param, such as the seed, over which curves are averaged: runs that differ in nothing else are one band. */
  readonly over?: string
  /** Only the table. */
  readonly table?: true
  /** The id of the saved view that was opened; what differs from it is not saved. */
  readonly view?: string
}

/** Parts of a view that change; undefined takes one away. */
export type ViewChange = { readonly [Key in keyof RunsView]?: RunsView[Key] | undefined }

/** Takes from a query string what makes sense, and leaves the rest: an old link shows what it still can. */
export function readRunsView(search: Record<string, unknown>): RunsView {
  const { q, sort, cols, pin, widths, group, flat, sel, draw, deleted, over, table, view } = search
  return {
    ...readPanelsView(search),
    ...(isText(q) ? { q } : {}),
    ...(isText(sort) ? { sort } : {}),
    ...(cols === undefined ? {} : { cols: readList(cols).filter((name) => columnPattern.test(name)) }),
    ...(pin === undefined ? {} : { pin: readList(pin).filter((name) => columnPattern.test(name)) }),
    ...(widths === undefined ? {} : { widths: readList(widths).filter((text) => /^.+~\d{2,4}$/.test(text)) }),
    ...(isText(group) && /^(params|tags)\../.test(group) ? { group } : {}),
    ...(flat === true ? { flat } : {}),
    ...(sel === undefined ? {} : { sel: readList(sel).filter(isRunId) }),
    ...(draw === undefined ? {} : { draw: readList(draw).filter(isRunId) }),
    ...(deleted === true ? { deleted } : {}),
    ...(isText(over) ? { over } : {}),
    ...(table === true ? { table } : {}),
    ...(isText(view) && /^[0-9a-f-]{36}$/.test(view) ? { view } : {}),
  }
}

const columnPattern = /^(?:(?:metrics|params|tags|attributes)\..+|(?:min|max|first|last)\(metrics\..+\)|inputs)$/
