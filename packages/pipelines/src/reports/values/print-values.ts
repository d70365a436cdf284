import { compareCodePoints, equals, isMapping, type Scalar, type Value } from '../../python/index.ts'
import type { FileProblem } from '../file-problem.ts'
import { printTable } from '../tables/index.ts'
import type { ValueChange } from './compare-values.ts'
import { flatten } from './flatten.ts'
import type { FileResult, FileResults } from './read-values.ts'
import { formatValue } from './round.ts'

/** The files of a revision, or why it could not be read. */
export type RevisionResults =
  | { readonly files: FileResults; readonly error?: undefined }
  | { readonly files?: undefined; readonly error: FileProblem }

export interface PrintOptions {
  readonly isMarkdown?: boolean | undefined
  /** Digits behind the point; undefined: as they are. */
  readonly precision?: number | undefined
}

const NOTHING = '-'

/** Metrics as a table: a row for each file of each revision, a column for each key. */
export function printMetrics(
  revisions: ReadonlyMap<string, RevisionResults>,
  options: PrintOptions & { readonly showsRevisions: boolean },
): string {
  const rows: { revision: string; path: string; values: Map<string, Value> }[] = []
  for (const [revision, { files }] of revisions) {
    for (const [path, { data = new Map() }] of files ?? [])
      rows.push({ revision, path, values: isMapping(data) ? flatten(data) : new Map([['', data]]) })
  }
  const keys = [...new Set(rows.flatMap(({ values }) => [...values.keys()]))].toSorted(compareCodePoints)
  const lead = options.showsRevisions ? ['Revision', 'Path'] : ['Path']
  const cells = rows.map(({ revision, path, values }) => [
    ...(options.showsRevisions ? [revision] : []),
    path,
    ...keys.map((key) => (values.has(key) ? formatValue(values.get(key) ?? null, options.precision) : NOTHING)),
  ])
  return printTable([...lead, ...keys], cells, { isMarkdown: options.isMarkdown === true })
}

export interface ChangesOptions extends PrintOptions {
  /** What a value is called: `Metric`. */
  readonly title: string
  readonly revisions: readonly [old: string, current: string]
  readonly hidesPaths?: boolean | undefined
  readonly showsDifference?: boolean | undefined
}

/** Changes as a table: a row for each key. */
export function printChanges(changes: ReadonlyMap<string, ReadonlyMap<string, ValueChange>>, options: ChangesOptions): string {
  const { title, revisions, hidesPaths = false, showsDifference = false, precision } = options
  const show = (value: Value | undefined): string => (value === undefined || value === null ? NOTHING : formatValue(value, precision))
  const rows = [...changes].flatMap(([path, byKey]) =>
    [...byKey]
      .toSorted(([left], [right]) => compareCodePoints(left, right))
      .map(([key, change]) => [
        ...(hidesPaths ? [] : [path]),
        key,
        show(change.old),
        show(change.new),
        ...(showsDifference ? [show(change.diff)] : []),
      ]),
  )
  const headers = [...(hidesPaths ? [] : ['Path']), title, ...revisions, ...(showsDifference ? ['Change'] : [])]
  return printTable(headers, rows, { isMarkdown: options.isMarkdown === true })
}

/** What a program gets: `{file: {key: {old, new, diff}}}`. */
export function toChangesValue(changes: ReadonlyMap<string, ReadonlyMap<string, ValueChange>>): Value {
  return new Map([...changes].map(([path, byKey]) => [path, new Map([...byKey].map(([key, change]) => [key, toMapping(change)]))]))
}

function toMapping({ old, new: current, diff }: ValueChange): Value {
  const pairs: [Scalar, Value][] = [
    ['old', old],
    ['new', current],
  ]
  return new Map(diff === undefined ? pairs : [...pairs, ['diff', diff]])
}

/** What a program gets: `{revision: {data: {file: {data}}}}`, or why something could not be read. */
export function toResultsValue(revisions: ReadonlyMap<string, RevisionResults>): Value {
  return new Map(
    [...revisions].map(([revision, { files, error }]): [Scalar, Value] => [
      revision,
      error === undefined
        ? new Map([['data', new Map([...(files ?? [])].map(([path, file]) => [path, toFileValue(file)]))]])
        : toErrorValue(error),
    ]),
  )
}

/** Whether two revisions hold the same; not where something could not be read. */
export function isSameResult(left: RevisionResults, right: RevisionResults): boolean {
  const [a, b] = [[...(left.files ?? [])], [...(right.files ?? [])]]
  if (left.error !== undefined || right.error !== undefined || [...a, ...b].some(([, file]) => file.error !== undefined)) return false
  return equals(toResultsValue(new Map([['', left]])), toResultsValue(new Map([['', right]])))
}

function toFileValue({ data, error }: FileResult): Value {
  return error === undefined ? new Map([['data', data ?? null]]) : toErrorValue(error)
}

function toErrorValue({ type, msg }: FileProblem): Value {
  return new Map([
    [
      'error',
      new Map([
        ['type', type],
        ['msg', msg],
      ]),
    ],
  ])
}
