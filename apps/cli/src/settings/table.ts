/** One setting: its environment variables in order of precedence, its place in reprise.toml, its default. */
export interface Setting {
  readonly variables: readonly string[]
  /** Dotted key in reprise.toml. */
  readonly key: string
  readonly fallback?: string
  readonly doc: string
}

/**
 * Where every setting comes from. A command's own option wins, then the environment variables in this order, then
 * reprise.toml of this folder or the nearest one above, then the default.
 */
export const settingsTable = {
  trackingUri: {
    variables: ['REPRISE_TRACKING_URI', 'MLFLOW_TRACKING_URI'],
    key: 'tracking.uri',
    fallback: 'http://localhost:5000',
    doc: 'The server that commands talk to.',
  },
  experimentName: {
    variables: ['REPRISE_EXPERIMENT_NAME', 'MLFLOW_EXPERIMENT_NAME'],
    key: 'tracking.experiment',
    doc: 'The experiment that commands look at when none is named.',
  },
  artifactLocation: {
    variables: ['REPRISE_ARTIFACT_LOCATION', 'MLFLOW_ARTIFACT_LOCATION'],
    key: 'tracking.artifact_location',
    doc: 'Where artifacts of experiments made by commands go.',
  },
  registryUri: {
    variables: ['REPRISE_REGISTRY_URI', 'MLFLOW_REGISTRY_URI'],
    key: 'tracking.registry_uri',
    doc: 'The model registry, when it is not the tracking server.',
  },
  username: { variables: ['REPRISE_TRACKING_USERNAME', 'MLFLOW_TRACKING_USERNAME'], key: 'tracking.username', doc: 'User name for the server.' },
  password: { variables: ['REPRISE_TRACKING_PASSWORD', 'MLFLOW_TRACKING_PASSWORD'], key: 'tracking.password', doc: 'Password for the server.' },
  token: { variables: ['REPRISE_TRACKING_TOKEN', 'MLFLOW_TRACKING_TOKEN'], key: 'tracking.token', doc: 'Bearer token for the server.' },
  host: { variables: ['REPRISE_HOST'], key: 'server.host', fallback: '127.0.0.1', doc: 'Address that `reprise server` listens on.' },
  port: { variables: ['REPRISE_PORT'], key: 'server.port', fallback: '5000', doc: 'Port that `reprise server` listens on; 0 is any free one.' },
  store: {
    variables: ['REPRISE_STORE'],
    key: 'server.store',
    fallback: 'reprise-data/reprise.db',
    doc: 'Where `reprise server` keeps runs: a file, or postgresql://…',
  },
  artifacts: { variables: ['REPRISE_ARTIFACTS'], key: 'server.artifacts', doc: 'Where `reprise server` keeps artifacts; default: beside the store.' },
  allowedHosts: { variables: ['REPRISE_ALLOWED_HOSTS'], key: 'server.allowed_hosts', fallback: '', doc: 'Host names the server may be asked by, comma-separated.' },
  logLevel: { variables: ['REPRISE_LOG_LEVEL'], key: 'server.log_level', fallback: 'warn', doc: 'trace, debug, info, warn, error or silent.' },
  spool: { variables: ['REPRISE_SPOOL'], key: 'tracking.spool', doc: 'Where the SDK keeps what it could not send; default ~/.reprise/spool.' },
} as const satisfies Record<string, Setting>
