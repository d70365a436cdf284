import { type Axis, readAxis } from '../charts/axis.ts'
import { isRunId, isText, readList } from '../values/query-string.ts'

/** What the charts of a page show, as it stands in the query string: of the runs, of a comparison and of one run alike. */
export interface PanelsView {
  /** Part of the names of charts. */
  readonly charts?: string
  /** Absent: steps. */
  readonly x?: Exclude<Axis, 'step'>
  readonly log?: true
  /** 0 to 99: how much curves are smoothed, in hundredths. */
  readonly smooth?: number
  /** Charts that were put there, see `printPanels`. */
  readonly panels?: string
  /** What is not shown of the charts that come by themselves: sections (`train/`), metrics (`metrics.loss`). */
  readonly hide?: readonly string[]
  /** Whether all charts look at the same part of the axis. */
  readonly sync?: true
  /** That part: `100..2000`. */
  readonly zoom?: string
  /** One chart that fills the window, as `panels` would name it. */
  readonly full?: string
  /** Runs that are left out of charts. */
  readonly off?: readonly string[]
}

/** Parts of a view that change; undefined takes one away. */
export type PanelsChange = { readonly [Key in keyof PanelsView]?: PanelsView[Key] | undefined }

/** Takes from a query string what makes sense, and leaves the rest. */
export function readPanelsView({ charts, x, log, smooth, panels, hide, sync, zoom, full, off }: Record<string, unknown>): PanelsView {
  const weight = Number(smooth)
  const axis = readAxis(x)
  const hidden = readList(hide)
  const left = readList(off).filter(isRunId)
  return {
    ...(isText(charts) ? { charts } : {}),
    ...(axis === undefined ? {} : { x: axis }),
    ...(log === true ? { log } : {}),
    ...(Number.isInteger(weight) && weight > 0 && weight < 100 ? { smooth: weight } : {}),
    ...(isText(panels) ? { panels } : {}),
    ...(hidden.length === 0 ? {} : { hide: hidden }),
    ...(sync === true ? { sync } : {}),
    ...(isText(zoom) && parseRange(zoom) !== undefined ? { zoom } : {}),
    ...(isText(full) ? { full } : {}),
    ...(left.length === 0 ? {} : { off: left }),
  }
}

/** `0..1`, with either end left out where only the other is set: `..1`. Undefined for what is no range. */
export function parseBounds(text: string): readonly [from: number | undefined, to: number | undefined] | undefined {
  const [first, second, ...more] = text.split('..')
  if (first === undefined || second === undefined || more.length > 0) return undefined
  const [from, to] = [first, second].map((end) => (end.trim() === '' ? undefined : Number(end)))
  if ([from, to].some((end) => end !== undefined && !Number.isFinite(end))) return undefined
  return from !== undefined && to !== undefined && from >= to ? undefined : [from, to]
}

export function parseRange(text: string): readonly [number, number] | undefined {
  const [from, to] = parseBounds(text) ?? []
  return from === undefined || to === undefined ? undefined : [from, to]
}

export function printRange([from, to]: readonly [number, number]): string {
  return `${from}..${to}`
}
