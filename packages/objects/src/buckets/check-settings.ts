import { readFileSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol/errors'
import type { TlsOptions } from '../http/index.ts'
import type { BucketSettings } from './bucket.ts'

const SOCKETS = 64
const CONNECT_TIMEOUT = 10_000
const IDLE_TIMEOUT = 60_000

/** Settings that contradict nothing, with their defaults. */
export interface CheckedSettings extends BucketSettings {
  readonly sockets: number
  readonly connectTimeout: number
  readonly idleTimeout: number
}

/** Throws INVALID_PARAMETER_VALUE for half of the keys and for what is no endpoint. */
export function checkSettings(settings: BucketSettings): CheckedSettings {
  const { accessKeyId, secretAccessKey, endpoint } = settings
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'Of the access key and its secret only one is given.')
  }
  return {
    ...settings,
    endpoint: endpoint === undefined ? undefined : checkEndpoint(endpoint),
    sockets: settings.sockets ?? SOCKETS,
    connectTimeout: settings.connectTimeout ?? CONNECT_TIMEOUT,
    idleTimeout: settings.idleTimeout ?? IDLE_TIMEOUT,
  }
}

export function toTlsOptions({ verifyTls }: CheckedSettings): TlsOptions {
  return typeof verifyTls === 'string' ? { ca: readFileSync(verifyTls) } : { rejectUnauthorized: verifyTls !== false }
}

function checkEndpoint(endpoint: string): string {
  const url = URL.parse(endpoint)
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '') return endpoint.replace(/\/+$/, '')
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${JSON.stringify(endpoint)} is no endpoint of S3.`, {
    hint: 'Write http://host:port or https://host.',
  })
}
