import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { CheckedSettings } from '../check-settings.ts'
import { openSdk, type Sdk } from '../sdk-client.ts'
import type { Target } from './target.ts'

/** A key whose request tells what is before keys. */
const PROBE = 'probe'

interface SdkRequest {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Where AWS's SDK would send the requests for a bucket, and as who: all of its settings count, in variables, files and of the machine. Undefined where
 * it does so in a way that is not ours, such as with another kind of signature. Rejects as the SDK does, such as where there are no keys.
 */
export async function findTarget(bucket: string, settings: CheckedSettings, { client, isRegionNamed }: Sdk): Promise<Target | undefined> {
  const { protocol, hostname, port, path, headers } = await requestOf(client, bucket)
  const isAnonymous = settings.isAnonymous === true
  const [, signed] = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/([^/]+)\/s3\/aws4_request/.exec(headers['authorization'] ?? '') ?? []
  if (signed === undefined && !isAnonymous) return undefined
  if (!path.endsWith(`/${PROBE}`) || (protocol !== 'http:' && protocol !== 'https:')) return undefined
  return {
    isSecure: protocol === 'https:',
    hostname,
    port,
    basePath: path.slice(0, -PROBE.length - 1),
    region: signed ?? (await client.config.region()),
    credentials: isAnonymous ? undefined : () => client.config.credentials(),
    moveTo: isRegionNamed ? undefined : (region) => moveTo(bucket, settings, region),
  }
}

async function moveTo(bucket: string, settings: CheckedSettings, region: string): Promise<Target> {
  const target = await findTarget(bucket, settings, await openSdk(settings, region))
  if (target === undefined) throw new Error(`the bucket is in ${region}, where requests are others`)
  return target
}

/** A request as the SDK would send it. It is not sent. */
async function requestOf(client: S3Client, bucket: string): Promise<SdkRequest> {
  let found: SdkRequest | undefined
  const command = new HeadObjectCommand({ Bucket: bucket, Key: PROBE })
  command.middlewareStack.add(
    () => (args) => {
      found = args.request as SdkRequest
      return Promise.resolve({ response: {}, output: { $metadata: {} } })
    },
    { step: 'deserialize', priority: 'high', name: 'instead of sending' },
  )
  await client.send(command)
  if (found === undefined) throw new Error('the SDK made no request')
  return found
}
