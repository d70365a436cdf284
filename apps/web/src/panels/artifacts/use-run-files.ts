import { useQueries } from '@tanstack/react-query'
import type { ChartRun } from '../../charts/chart-run.ts'
import { runQuery } from '../../server/queries.ts'

/** Runs whose files are shown at once. */
export const MOST_RUNS_WITH_FILES = 12

export interface RunWithFiles extends ChartRun {
  readonly artifactUri: string
}

/** Where the first of some runs keep their files; `isPending` until that is known of all. */
export function useRunFiles(
  runs: readonly ChartRun[],
  isInView: boolean,
): { readonly runs: readonly RunWithFiles[]; readonly isPending: boolean } {
  const shown = runs.slice(0, MOST_RUNS_WITH_FILES)
  const answers = useQueries({ queries: shown.map(({ id }) => ({ ...runQuery(id), staleTime: 60_000, enabled: isInView })) })
  return {
    runs: shown.flatMap((run, at) => {
      const uri = answers[at]?.data?.info.artifact_uri
      return uri === undefined ? [] : [{ ...run, artifactUri: uri }]
    }),
    isPending: answers.some(({ isPending }) => isPending),
  }
}
