import type { World } from '../command.ts'
import { readTarget } from '../connect/index.ts'
import type { RunRequest } from './run-request.ts'

/** A run as far as it is known when the command starts. */
export interface KnownRun {
  readonly id: string
  readonly experimentId: string | undefined
  readonly isOnServer: boolean
}

/**
 * What tells the command's own `mlflow` or SDK to log into this run. A folder is meant for our SDK only: MLflow would write files of its own
 * into it. A run that the server has not acknowledged is named only as ours, since MLflow fails on a run that is not there.
 */
export function childVariables(
  run: KnownRun | undefined,
  { trackingUri, experiment }: Pick<RunRequest, 'trackingUri' | 'experiment'>,
  { settings }: World,
): Record<string, string> {
  const target = readTarget(trackingUri)
  const isServer = target.kind === 'server'
  const place = isServer ? { MLFLOW_TRACKING_URI: trackingUri } : {}
  const known = run?.isOnServer === true ? { MLFLOW_RUN_ID: run.id, ...experimentOf(run, experiment) } : {}
  return {
    REPRISE_TRACKING_URI: isServer ? trackingUri : target.path,
    ...place,
    ...(isServer ? credentialsOf(settings) : {}),
    ...known,
    // Runs of its own, in other experiments, are children of this one.
    ...(run === undefined ? {} : { REPRISE_RUN_ID: run.id, MLFLOW_RUN_CONTEXT: JSON.stringify({ 'mlflow.parentRunId': run.id }) }),
  }
}

/** Both or one: mlflow refuses a name that is not that of the id. */
function experimentOf({ experimentId }: KnownRun, name: string | undefined): Record<string, string> {
  return {
    ...(experimentId === undefined ? {} : { MLFLOW_EXPERIMENT_ID: experimentId }),
    ...(name === undefined ? {} : { MLFLOW_EXPERIMENT_NAME: name }),
  }
}

/** Those of reprise.toml or of our own variables, which mlflow does not read. */
function credentialsOf({ username, password, token }: World['settings']): Record<string, string> {
  if (username !== undefined && password !== undefined) return { MLFLOW_TRACKING_USERNAME: username, MLFLOW_TRACKING_PASSWORD: password }
  return token === undefined ? {} : { MLFLOW_TRACKING_TOKEN: token }
}
