import type { Run } from '@reprise/protocol'

/** Params told of each run. */
const MOST = 4
/** Characters of a value. */
const LONGEST = 24

/** What tells runs apart, by run: the params in which not all are the same, `lr=0.1, seed=3`. Empty where there is nothing. */
export function describeDifferences(runs: readonly Run[]): ReadonlyMap<string, string> {
  const params = new Map(runs.map(({ info, data }) => [info.run_id, new Map(data?.params.map(({ key, value }) => [key, value ?? '']))]))
  const names = new Set([...params.values()].flatMap((own) => [...own.keys()]))
  const differing = [...names].filter((name) => new Set([...params.values()].map((own) => own.get(name))).size > 1).toSorted()
  return new Map(
    [...params].map(([id, own]) => {
      const entries = differing.flatMap((name) => {
        const value = own.get(name)
        return value === undefined ? [] : [`${name}=${value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value}`]
      })
      return [id, entries.slice(0, MOST).join(', ')]
    }),
  )
}
