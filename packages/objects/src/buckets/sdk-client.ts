import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import type { WriteSettings } from './bucket.ts'
import { type CheckedSettings, toTlsOptions } from './check-settings.ts'

const TRIES = 4
/** What AWS's tools take where nobody says; services other than AWS take any. */
export const REGION = 'us-east-1'

/** What every write says besides, as the SDK names it. */
export type SdkWrite = { readonly ServerSideEncryption?: 'AES256'; readonly SSEKMSKeyId?: string; readonly ACL?: 'private' }

export interface Sdk {
  readonly client: S3Client
  readonly write: SdkWrite
  /** Whether the settings, or those of AWS's tools, name a region. */
  readonly isRegionNamed: boolean
}

/** AWS's SDK for a bucket. `region` is where the service says that it is. */
export async function openSdk(settings: CheckedSettings, region?: string): Promise<Sdk> {
  const config = toConfig(settings)
  const write = toSdkWrite(settings.write)
  const named = region ?? settings.region
  if (named !== undefined) return { client: new S3Client({ ...config, region: named }), write, isRegionNamed: true }
  const client = new S3Client(config)
  const isRegionNamed = await client.config.region().then(
    () => true,
    () => false,
  )
  if (isRegionNamed) return { client, write, isRegionNamed }
  client.destroy()
  return { client: new S3Client({ ...config, region: REGION, followRegionRedirects: true }), write, isRegionNamed }
}

function toConfig(settings: CheckedSettings): S3ClientConfig {
  const { endpoint, accessKeyId, secretAccessKey, sessionToken, profile } = settings
  const agent = { keepAlive: true, maxSockets: settings.sockets }
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    forcePathStyle: settings.pathStyle ?? endpoint !== undefined,
    ...(profile === undefined ? {} : { profile }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) } }),
    ...(settings.isAnonymous === true
      ? { credentials: { accessKeyId: '', secretAccessKey: '' }, signer: { sign: async (request) => request } }
      : {}),
    maxAttempts: TRIES,
    // Checksums are sent where they say more than the signature does; services that are not AWS do not know all kinds of them.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: settings.connectTimeout,
      socketTimeout: settings.idleTimeout,
      // Whoever starts more requests than there are sockets means to wait.
      socketAcquisitionWarningTimeout: 2 ** 31 - 1,
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent({ ...agent, ...toTlsOptions(settings) }),
    },
  }
}

function toSdkWrite({ encryption, encryptionKey, acl }: WriteSettings = {}): SdkWrite {
  // The service knows which values there are, and says so.
  return {
    ...(encryption === undefined ? {} : { ServerSideEncryption: encryption as 'AES256' }),
    ...(encryptionKey === undefined ? {} : { SSEKMSKeyId: encryptionKey }),
    ...(acl === undefined ? {} : { ACL: acl as 'private' }),
  }
}
