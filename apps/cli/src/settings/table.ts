/** One setting: its environment variables in order of precedence, its place in reprise.toml, its default. */
export interface Setting {
  readonly variables: readonly string[]
  /** Dotted key in reprise.toml. */
  readonly key: string
  readonly fallback?: string
  readonly doc: string
  /** A file or folder, unless it begins with a scheme: in reprise.toml it is relative to that file. */
  readonly isPlace?: true
  /** Never shown. */
  readonly isSecret?: true
  /** What a value must look like, and how that is said: `REPRISE_PORT is "abc": <rule>`. */
  readonly form?: { readonly pattern: RegExp; readonly rule: string }
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
    doc: 'The server that commands talk to, or a folder that is used without one.',
    isPlace: true,
  },
  experimentName: {
    variables: ['REPRISE_EXPERIMENT_NAME', 'MLFLOW_EXPERIMENT_NAME'],
    key: 'tracking.experiment',
    doc: 'The experiment that commands look at when none is named.',
  },
  artifactLocation: {
    variables: ['REPRISE_ARTIFACT_LOCATION', 'MLFLOW_ARTIFACT_LOCATION'],
    key: 'tracking.artifact_location',
    doc: 'Where artifacts go of experiments that commands make; default: where the server says.',
  },
  registryUri: {
    variables: ['REPRISE_REGISTRY_URI', 'MLFLOW_REGISTRY_URI'],
    key: 'tracking.registry_uri',
    doc: 'The model registry, when it is not the tracking server. Read and shown; no command uses a registry yet.',
  },
  username: {
    variables: ['REPRISE_TRACKING_USERNAME', 'MLFLOW_TRACKING_USERNAME'],
    key: 'tracking.username',
    doc: 'User name for the server.',
  },
  password: {
    variables: ['REPRISE_TRACKING_PASSWORD', 'MLFLOW_TRACKING_PASSWORD'],
    key: 'tracking.password',
    doc: 'Password for the server.',
    isSecret: true,
  },
  token: {
    variables: ['REPRISE_TRACKING_TOKEN', 'MLFLOW_TRACKING_TOKEN'],
    key: 'tracking.token',
    doc: 'Bearer token for the server; used when there is no user name.',
    isSecret: true,
  },
  spool: {
    variables: ['REPRISE_SPOOL'],
    key: 'tracking.spool',
    doc: 'Where the SDK keeps what it could not send; default ~/.reprise/spool.',
    isPlace: true,
  },
  runner: {
    variables: ['REPRISE_RUNNER'],
    key: 'repro.runner',
    fallback: 'process',
    doc: 'Where `reprise repro` runs commands: process, bullmq, slurm or kubernetes. What they need stands in [runners.NAME] of reprise.toml.',
  },
  host: { variables: ['REPRISE_HOST'], key: 'server.host', fallback: '127.0.0.1', doc: 'Address that `reprise server` listens on.' },
  port: {
    variables: ['REPRISE_PORT'],
    key: 'server.port',
    fallback: '5000',
    doc: 'Port that `reprise server` listens on; 0 is any free one.',
    form: { pattern: /^(?:\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/, rule: 'a port is a number from 0 to 65535' },
  },
  store: {
    variables: ['REPRISE_STORE'],
    key: 'server.store',
    fallback: 'reprise-data/reprise.db',
    doc: 'Where runs are kept: a file, or postgresql://…',
    isPlace: true,
  },
  artifacts: {
    variables: ['REPRISE_ARTIFACTS'],
    key: 'server.artifacts',
    doc: 'Where artifacts are kept: a folder, or s3://bucket/prefix; default: beside the store, or reprise-data/artifacts for PostgreSQL.',
    isPlace: true,
  },
  allowedHosts: {
    variables: ['REPRISE_ALLOWED_HOSTS'],
    key: 'server.allowed_hosts',
    fallback: '',
    doc: 'Host names, comma-separated or a list, by which the server may be asked besides localhost and its addresses; * is any.',
  },
  webhookKey: {
    variables: ['REPRISE_WEBHOOK_KEY', 'MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY'],
    key: 'server.webhook_key',
    doc: 'Text that the key is made from with which secrets of webhooks are encrypted in the store; without one they are kept as they are. The same on every server of one store.',
    isSecret: true,
  },
  webhooksAllow: {
    variables: ['REPRISE_WEBHOOKS_ALLOW'],
    key: 'server.webhooks_allow',
    fallback: '',
    doc: 'Hosts that webhooks may be sent to, comma-separated or a list: names, *.example.org, addresses, networks such as 10.0.0.0/8; default: any but link-local addresses.',
  },
  webhookTimeout: {
    variables: ['REPRISE_WEBHOOK_TIMEOUT', 'MLFLOW_WEBHOOK_REQUEST_TIMEOUT'],
    key: 'server.webhook_timeout',
    fallback: '10',
    doc: 'Seconds until an attempt to send a webhook is given up.',
    form: { pattern: /^(?:[1-9]\d{0,2})$/, rule: 'a timeout is a number of seconds from 1 to 999' },
  },
  webhookAttempts: {
    variables: ['REPRISE_WEBHOOK_ATTEMPTS'],
    key: 'server.webhook_attempts',
    fallback: '100',
    doc: 'How often a webhook is sent before it is given up; 100 attempts take about a day.',
    form: { pattern: /^[1-9]\d{0,3}$/, rule: 'a number of attempts is from 1 to 9999' },
  },
  webhookOutbox: {
    variables: ['REPRISE_WEBHOOK_OUTBOX'],
    key: 'server.webhook_outbox',
    fallback: '100000',
    doc: 'Events that may wait to be sent to webhooks; beyond, the oldest are given up.',
    form: { pattern: /^[1-9]\d{0,7}$/, rule: 'a number of events is from 1 to 99999999' },
  },
  logLevel: {
    variables: ['REPRISE_LOG_LEVEL'],
    key: 'server.log_level',
    fallback: 'warn',
    doc: 'What `reprise server` logs to stderr: trace, debug, info, warn, error or silent.',
    form: { pattern: /^(?:trace|debug|info|warn|error|silent)$/, rule: 'a log level is trace, debug, info, warn, error or silent' },
  },
} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof settingsTable
