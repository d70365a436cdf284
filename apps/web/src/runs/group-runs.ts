import type { Run } from '@reprise/protocol'

/** Runs that are the same but for one param, such as the seed. */
export interface RunGroup {
  readonly id: string
  /** The params in which groups differ, with their values, of more than a few the values alone; and the number of its runs. */
  readonly name: string
  /** The same with all names. */
  readonly detail: string
  readonly runIds: readonly string[]
}

/** Params that are named in a name: of more there would be nothing to be seen in a legend but what all have alike. */
const FEW = 2

/** Groups runs by all their params but one. In the order of their first runs. */
export function groupRuns(runs: readonly Run[], but: string): RunGroup[] {
  const groups = Map.groupBy(runs, (run) => JSON.stringify(othersOf(run, but)))
  const differing = namesThatDiffer([...groups.values()].map(([first]) => othersOf(first, but)))
  return [...groups].map(([id, members]) => {
    const values = othersOf(members[0], but).filter(([key]) => differing.has(key))
    const detail = values.map(([key, value]) => `${key}=${value}`).join(', ')
    const name = values.length > FEW ? values.map(([, value]) => value).join(', ') : detail
    return { id, name: `${name === '' ? 'all' : name} (${members.length})`, detail, runIds: members.map(({ info }) => info.run_id) }
  })
}

type Entries = readonly (readonly [key: string, value: string])[]

function othersOf(run: Run | undefined, but: string): Entries {
  const entries = (run?.data?.params ?? []).map(({ key, value = '' }) => [key, value] as const)
  return entries.filter(([key]) => key !== but).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function namesThatDiffer(groups: readonly Entries[]): ReadonlySet<string> {
  const names = new Set(groups.flatMap((entries) => entries.map(([key]) => key)))
  const valueOf = (entries: Entries, name: string) => entries.find(([key]) => key === name)?.[1]
  return new Set([...names].filter((name) => new Set(groups.map((entries) => valueOf(entries, name))).size > 1))
}
