import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEnvironment } from './environment.ts'
import { resolveSettings } from './settings.ts'
import { readTrackingUri } from './tracking-uri.ts'

describe('settings', () => {
  it('are those of MLflow’s variables where nothing else is said', () => {
    const environment = readEnvironment({
      MLFLOW_TRACKING_URI: 'http://mlflow:5000',
      MLFLOW_EXPERIMENT_NAME: 'spirals',
      MLFLOW_RUN_ID: 'r',
      MLFLOW_TRACKING_USERNAME: 'ann',
      MLFLOW_TRACKING_PASSWORD: 'secret',
      MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING: 'true',
      REPRISE_SPOOL: '/spool',
      MLFLOW_ARTIFACT_LOCATION: 's3://bucket/mlflow',
      MLFLOW_REGISTRY_URI: 'http://registry:5000',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_DEFAULT_REGION: 'eu-north-1',
      AWS_ENDPOINT_URL_S3: 'http://s3:9000',
    })
    expect(resolveSettings({}, environment)).toMatchObject({
      target: { kind: 'server', url: 'http://mlflow:5000' },
      experiment: { name: 'spirals' },
      runId: 'r',
      auth: { username: 'ann', password: 'secret' },
      spoolFolder: resolve('/spool'),
      systemMetrics: true,
      artifactLocation: 's3://bucket/mlflow',
      registryUri: 'http://registry:5000',
      s3: { accessKeyId: 'key', secretAccessKey: 'secret', region: 'eu-north-1', endpoint: 'http://s3:9000' },
    })
  })

  it('are those of the options first, then of our own variables, then of MLflow’s', () => {
    const both = readEnvironment({
      MLFLOW_TRACKING_URI: 'http://mlflow',
      REPRISE_TRACKING_URI: 'http://reprise',
      MLFLOW_TRACKING_TOKEN: 't',
    })
    expect(resolveSettings({}, both)).toMatchObject({ target: { url: 'http://reprise' }, auth: { token: 't' } })
    const options = { trackingUri: 'http://option', auth: { token: 'mine' }, experimentId: '7', spool: false } as const
    expect(resolveSettings(options, both)).toMatchObject({
      target: { url: 'http://option' },
      auth: { token: 'mine' },
      experiment: { id: '7' },
    })
    expect(resolveSettings(options, both).spoolFolder).toBeUndefined()
  })

  it('of our own have the names and the order of the command line', () => {
    const theirs = {
      MLFLOW_EXPERIMENT_NAME: 'theirs',
      MLFLOW_TRACKING_USERNAME: 'them',
      MLFLOW_TRACKING_PASSWORD: 'their secret',
      MLFLOW_TRACKING_TOKEN: 'their token',
    }
    const ours = {
      REPRISE_EXPERIMENT_NAME: 'ours',
      REPRISE_TRACKING_USERNAME: 'us',
      REPRISE_TRACKING_PASSWORD: 'our secret',
      REPRISE_TRACKING_TOKEN: 'our token',
    }
    expect(resolveSettings({}, readEnvironment({ ...theirs, ...ours }))).toMatchObject({
      experiment: { name: 'ours' },
      auth: { username: 'us', password: 'our secret' },
    })
    expect(resolveSettings({}, readEnvironment({ ...theirs, REPRISE_TRACKING_USERNAME: 'us', REPRISE_EXPERIMENT_NAME: '' }))).toMatchObject(
      {
        experiment: { name: 'theirs' },
        auth: { username: 'us', password: 'their secret' },
      },
    )
    const tokens = { MLFLOW_TRACKING_TOKEN: 'their token', REPRISE_TRACKING_TOKEN: 'our token' }
    expect(resolveSettings({}, readEnvironment(tokens)).auth).toEqual({ token: 'our token' })
  })

  it('have defaults, also where variables are empty', () => {
    expect(resolveSettings({}, readEnvironment({ MLFLOW_TRACKING_URI: '', MLFLOW_EXPERIMENT_NAME: '' }))).toMatchObject({
      target: { kind: 'server', url: 'http://localhost:5000' },
      experiment: { id: '0' },
      auth: undefined,
      spoolFolder: join(homedir(), '.reprise', 'spool'),
      systemMetrics: false,
    })
  })

  it('take the limit of the spool in bytes or with a unit, and refuse anything else', () => {
    const limit = (text: string): number => resolveSettings({}, readEnvironment({ REPRISE_SPOOL_LIMIT: text })).spoolLimit
    expect(['', '4096', '500kB', '20 MB', '3GB', '1tb'].map(limit)).toEqual([10e9, 4_096, 5e5, 2e7, 3e9, 1e12])
    expect(() => limit('much')).toThrow("REPRISE_SPOOL_LIMIT is 'much', and that is no number of bytes.")
    expect(resolveSettings({ spoolLimit: Infinity }, readEnvironment({ REPRISE_SPOOL_LIMIT: '1' })).spoolLimit).toBe(Infinity)
  })

  it('can do without a spool', () => {
    expect(resolveSettings({}, readEnvironment({ REPRISE_SPOOL: 'off' })).spoolFolder).toBeUndefined()
  })
})

describe('a tracking URI', () => {
  it.each([
    ['http://h:1/p', { kind: 'server', url: 'http://h:1/p' }],
    ['HTTPS://h', { kind: 'server', url: 'HTTPS://h' }],
    ['./runs', { kind: 'folder', path: resolve('runs') }],
    ['/data/my runs', { kind: 'folder', path: resolve('/data/my runs') }],
    ['file:./mlruns', { kind: 'folder', path: resolve('mlruns') }],
    ['file:///data/my%20runs', { kind: 'folder', path: resolve('/data/my runs') }],
    ['file://localhost/data', { kind: 'folder', path: resolve('/data') }],
    ['sqlite:///mlflow.db', { kind: 'folder', path: resolve('mlflow.db') }],
    ['sqlite:////data/mlflow.db', { kind: 'folder', path: resolve('/data/mlflow.db') }],
  ])('%s', (uri, target) => {
    expect(readTrackingUri(uri)).toEqual(target)
  })

  it('of another kind is refused in words', () => {
    expect(() => readTrackingUri('databricks://profile')).toThrow("'databricks://profile' is not a tracking URI that the SDK knows.")
  })
})
