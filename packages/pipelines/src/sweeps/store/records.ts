import { jsonDumps, jsonLoads } from '../../python/index.ts'
import type { Point, SearchKind } from '../search/index.ts'

/** Where the number is that points are compared by: a metrics file, from the root of the project, and a key in it. */
export interface Metric {
  readonly file: string
  readonly key: string
}

/** What was asked for. It does not change, but for the run. */
export interface SweepDefinition {
  readonly version: 1
  /** Milliseconds since 1970. */
  readonly created: number
  readonly targets: readonly string[]
  /** As they were typed, files from the root of the project. */
  readonly overrides: readonly string[]
  readonly search: SearchKind
  readonly metric: Metric | undefined
  readonly direction: 'minimize' | 'maximize'
  /** The folder that it was started in, from the root of the project. */
  readonly folder: string
  /** What `repro` is told besides the targets. */
  readonly options: readonly string[]
  /** How points are recorded. */
  readonly tracking: { readonly uri: string; readonly experiment: string | undefined; readonly run: string | undefined } | undefined
}

export type PointState =
  /** It waits, or was interrupted: it is run when the sweep goes on. */
  'waiting' | 'running' | 'done' | 'failed'

/** One point and what became of it. */
export interface PointRecord {
  readonly number: number
  readonly point: Point
  readonly state: PointState
  /** Milliseconds since 1970. */
  readonly started?: number | undefined
  readonly milliseconds?: number | undefined
  /** Of the process that runs it. */
  readonly pid?: number | undefined
  /** By `file:key`, all numbers of the metrics files. */
  readonly metrics?: Readonly<Record<string, number>> | undefined
  /** The metric of the sweep. */
  readonly value?: number | undefined
  /** How each stage ended, by address. */
  readonly stages?: Readonly<Record<string, string>> | undefined
  /** Id of its run. */
  readonly run?: string | undefined
  /** Why it failed. */
  readonly error?: string | undefined
  /** Files that {@link import('./sweep-folder.ts').SweepFolder} keeps of it, by paths from the root of the project. */
  readonly files?: readonly string[] | undefined
}

/** Numbers that JSON has no word for are metrics, too. */
type Wire = Omit<PointRecord, 'point' | 'metrics' | 'value'> & {
  readonly point: readonly (Omit<Point[number], 'value'> & { readonly value: string })[]
  readonly metrics?: Readonly<Record<string, number | string>> | undefined
  readonly value?: number | string | undefined
}

/** Values are texts of JSON in it, as Python writes it: `1` and `1.0` are two. */
export function printPoint(record: PointRecord): string {
  const { point, metrics, value, ...rest } = record
  const wire: Wire = {
    ...rest,
    point: point.map((assignment) => ({ ...assignment, value: jsonDumps(assignment.value) })),
    metrics: metrics === undefined ? undefined : Object.fromEntries(Object.entries(metrics).map(([key, number]) => [key, toWire(number)])),
    value: value === undefined ? undefined : toWire(value),
  }
  return `${JSON.stringify(wire, undefined, 2)}\n`
}

export function parsePoint(text: string, file: string): PointRecord {
  const { point, metrics, value, ...rest } = JSON.parse(text) as Wire
  return {
    ...rest,
    point: point.map((assignment) => ({ ...assignment, value: jsonLoads(assignment.value, file) })),
    metrics: metrics === undefined ? undefined : Object.fromEntries(Object.entries(metrics).map(([key, number]) => [key, Number(number)])),
    value: value === undefined ? undefined : Number(value),
  }
}

function toWire(number: number): number | string {
  return Number.isFinite(number) ? number : String(number)
}
