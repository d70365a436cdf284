/** What a comparison shows, as it stands in the query string. */
export interface CompareView {
  readonly runs: readonly string[]
  /** Also what all runs have alike. */
  readonly all?: true
  /** The run that the others are held against. */
  readonly base?: string
}

/** How many runs are compared at most. */
const MOST = 100

/** Takes from a query string what makes sense, and leaves the rest. */
export function readCompareView(search: Record<string, unknown>): CompareView {
  const runs = readIds(search['runs'])
  const { all, base } = search
  return { runs, ...(all === true ? { all } : {}), ...(typeof base === 'string' && runs.includes(base) ? { base } : {}) }
}

/** Ids of runs, as the address has them or as they were before they went there, each once. */
function readIds(value: unknown): string[] {
  const parts: readonly unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : []
  const ids = parts.filter((id): id is string => typeof id === 'string' && /^[0-9a-f]{32}$/.test(id))
  return [...new Set(ids)].slice(0, MOST)
}
