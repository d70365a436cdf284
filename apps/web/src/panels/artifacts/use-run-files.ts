import { useQueries } from '@tanstack/react-query'
import type { ChartRun } from '../../charts/chart-run.ts'
import { runQuery } from '../../server/queries.ts'
import { MOST_RUNS_WITH_FILES, type RunWithFiles } from './run-with-files.ts'

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
