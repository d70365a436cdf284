import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startRepriseServer, startS3 } from '@reprise/testing'

/** A server that data are pushed to. */
export interface RunningPlace extends AsyncDisposable {
  readonly url: string
  /** Options of a remote at which there is nothing yet, for a server that is reached at a URL. */
  makeEmpty(url: string): Promise<Readonly<Record<string, string>>>
}

/** `s3`, or our own `server`. */
export async function startPlace(kind: string, folder: string): Promise<RunningPlace> {
  return kind === 's3' ? startBuckets() : startArtifacts(join(folder, 'server'))
}

async function startBuckets(): Promise<RunningPlace> {
  const s3 = await startS3()
  const keys = { access_key_id: s3.accessKeyId, secret_access_key: s3.secretAccessKey, region: s3.region }
  return {
    url: s3.url,
    makeEmpty: async (endpointurl) => ({ url: `s3://${await s3.createBucket()}/data`, endpointurl, ...keys }),
    [Symbol.asyncDispose]: () => s3.stop(),
  }
}

async function startArtifacts(folder: string): Promise<RunningPlace> {
  mkdirSync(folder)
  const server = await startRepriseServer({ store: join(folder, 'runs.db'), artifacts: join(folder, 'artifacts') })
  let places = 0
  return {
    url: server.url,
    makeEmpty: async (url) => ({ url: `${url}/api/2.0/mlflow-artifacts/artifacts/dvc/data-${places++}`, method: 'PUT' }),
    [Symbol.asyncDispose]: () => server.stop(),
  }
}
