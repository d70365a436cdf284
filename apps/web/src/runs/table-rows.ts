import type { Run } from '@reprise/protocol'
import type { RunsView } from './view.ts'

/** A row of the table: a run, or the head of runs that have a value in common. */
export type TableRow = RunRow | GroupRow

export interface RunRow {
  readonly kind: 'run'
  readonly run: Run
  /** How many runs stand above it that have started each other. */
  readonly depth: number
  /** Whether runs that it has started are shown; undefined where there are none. */
  readonly isOpen?: boolean
}

export interface GroupRow {
  readonly kind: 'group'
  /** The value that the runs share; undefined where they have none. */
  readonly value: string | undefined
  readonly runs: readonly Run[]
  readonly isOpen: boolean
}

/** Gathered by a value, else each below the run that has started it: unless they are ordered, or somebody wants them beside each other. */
export function arrangeRows(runs: readonly Run[], { group, flat, sort }: RunsView, closed: ReadonlySet<string>): readonly TableRow[] {
  if (group !== undefined) {
    const list = group.startsWith('params.') ? 'params' : 'tags'
    const key = group.slice(group.indexOf('.') + 1)
    return groupRows(runs, (run) => run.data?.[list].find((entry) => entry.key === key)?.value, closed)
  }
  return flat === true || sort !== undefined ? runs.map(flatRow) : treeRows(runs, closed)
}

const flatRows = new WeakMap<Run, RunRow>()

/** The same row for the same run, so that it is not drawn again when others come in. */
function flatRow(run: Run): RunRow {
  const known = flatRows.get(run)
  if (known !== undefined) return known
  const row: RunRow = { kind: 'run', run, depth: 0 }
  flatRows.set(run, row)
  return row
}

/** Runs with those that they have started below them, in the order in which they come. */
export function treeRows(runs: readonly Run[], closed: ReadonlySet<string>): TableRow[] {
  if (runs.every((run) => parentOf(run) === undefined)) return runs.map(flatRow)
  const known = new Set(runs.map(({ info }) => info.run_id))
  const children = Map.groupBy(runs, (run) => {
    const parent = parentOf(run)
    return parent !== undefined && parent !== run.info.run_id && known.has(parent) ? parent : ''
  })
  if (children.size <= 1 && children.has('')) return runs.map(flatRow)
  const rows: TableRow[] = []
  const shown = new Set<string>()
  const walk = (run: Run, depth: number) => {
    const id = run.info.run_id
    if (shown.has(id)) return
    shown.add(id)
    const below = children.get(id)
    const isOpen = !closed.has(id)
    rows.push({ kind: 'run', run, depth, ...(below === undefined ? {} : { isOpen }) })
    if (isOpen) for (const child of below ?? []) walk(child, depth + 1)
    else for (const child of below ?? []) hide(child)
  }
  const hide = ({ info }: Run) => {
    if (shown.has(info.run_id)) return
    shown.add(info.run_id)
    for (const child of children.get(info.run_id) ?? []) hide(child)
  }
  for (const run of children.get('') ?? []) walk(run, 0)
  // Runs that say they have started each other stand below none.
  for (const run of runs) walk(run, 0)
  return rows
}

/** Runs by a value that they share, in the order of the first of each. */
export function groupRows(runs: readonly Run[], valueOf: (run: Run) => string | undefined, closed: ReadonlySet<string>): TableRow[] {
  const groups = Map.groupBy(runs, valueOf)
  return [...groups].flatMap(([value, members]): TableRow[] => {
    const isOpen = !closed.has(groupId(value))
    const head: TableRow = { kind: 'group', value, runs: members, isOpen }
    return isOpen ? [head, ...members.map((run): TableRow => ({ kind: 'run', run, depth: 1 }))] : [head]
  })
}

/** What a row is known by, wherever it stands. */
export function idOfRow(row: TableRow): string {
  return row.kind === 'run' ? row.run.info.run_id : groupId(row.value)
}

/** What a group is known by among the ids of runs. */
export function groupId(value: string | undefined): string {
  return value === undefined ? 'none' : `value ${value}`
}

function parentOf(run: Run): string | undefined {
  return run.data?.tags.find(({ key }) => key === 'mlflow.parentRunId')?.value
}
