import type { S3Access } from '@reprise/client'

/** What the surroundings of a program say about tracking. */
export interface Environment {
  readonly trackingUri: string | undefined
  readonly experimentName: string | undefined
  readonly experimentId: string | undefined
  /** The run that `startRun` goes on with, as `mlflow run` and `reprise run` set it for the program they start. */
  readonly runId: string | undefined
  readonly username: string | undefined
  readonly password: string | undefined
  readonly token: string | undefined
  /** A folder, or `off`. */
  readonly spool: string | undefined
  /** Bytes, perhaps with a unit. */
  readonly spoolLimit: string | undefined
  readonly systemMetrics: boolean
  /** Where the artifacts of experiments go that are made here. */
  readonly artifactLocation: string | undefined
  /** The server that models are registered with. */
  readonly registryUri: string | undefined
  /** For artifacts in S3 that do not go through the server: what AWS's own tools read, and MLflow's clients. */
  readonly s3: S3Access | undefined
}

type Variables = Readonly<Record<string, string | undefined>>

/**
 * Reads the variables that MLflow's clients read, and our own before them, as the command line does; an empty variable counts as not set.
 * This file is the only reader of the environment in this package.
 */
export function readEnvironment(variables: Variables = process.env): Environment {
  const first = (...names: readonly string[]): string | undefined =>
    names.map((name) => variables[name]).find((value) => value !== undefined && value !== '')
  return {
    trackingUri: first('REPRISE_TRACKING_URI', 'MLFLOW_TRACKING_URI'),
    experimentName: first('REPRISE_EXPERIMENT_NAME', 'MLFLOW_EXPERIMENT_NAME'),
    experimentId: first('MLFLOW_EXPERIMENT_ID'),
    runId: first('MLFLOW_RUN_ID'),
    username: first('REPRISE_TRACKING_USERNAME', 'MLFLOW_TRACKING_USERNAME'),
    password: first('REPRISE_TRACKING_PASSWORD', 'MLFLOW_TRACKING_PASSWORD'),
    token: first('REPRISE_TRACKING_TOKEN', 'MLFLOW_TRACKING_TOKEN'),
    spool: first('REPRISE_SPOOL'),
    spoolLimit: first('REPRISE_SPOOL_LIMIT'),
    systemMetrics: /^(?:1|true|yes)$/i.test(first('MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING') ?? ''),
    artifactLocation: first('REPRISE_ARTIFACT_LOCATION', 'MLFLOW_ARTIFACT_LOCATION'),
    registryUri: first('REPRISE_REGISTRY_URI', 'MLFLOW_REGISTRY_URI'),
    s3: s3Of(first),
  }
}

function s3Of(first: (...names: readonly string[]) => string | undefined): S3Access | undefined {
  const [accessKeyId, secretAccessKey] = [first('AWS_ACCESS_KEY_ID'), first('AWS_SECRET_ACCESS_KEY')]
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken: first('AWS_SESSION_TOKEN'),
    region: first('AWS_REGION', 'AWS_DEFAULT_REGION'),
    endpoint: first('MLFLOW_S3_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'),
  }
}

/** All variables, for what a program runs in: values are recorded only of those that may be shown. */
export function readVariables(): Variables {
  return process.env
}
