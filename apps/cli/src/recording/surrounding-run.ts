import type { RunToOpen } from './request-run.ts'

/** The run in which this process was started, and its experiment: what is recorded here belongs below it. */
export function surroundingRun(variables: Readonly<Record<string, string | undefined>>): Pick<RunToOpen, 'parent' | 'experimentId'> {
  return {
    parent: variables['REPRISE_RUN_ID'] ?? variables['MLFLOW_RUN_ID'],
    experimentId: variables['MLFLOW_EXPERIMENT_ID'] === '' ? undefined : variables['MLFLOW_EXPERIMENT_ID'],
  }
}
