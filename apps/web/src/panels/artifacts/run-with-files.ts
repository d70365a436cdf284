import type { ChartRun } from '../../charts/chart-run.ts'

/** Runs whose files are shown at once. */
export const MOST_RUNS_WITH_FILES = 12

export interface RunWithFiles extends ChartRun {
  readonly artifactUri: string
}
