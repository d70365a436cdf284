import type { CheckedSettings } from '../check-settings.ts'
import type { Target } from './target.ts'

/** Where a bucket is when the settings alone say it: an endpoint, a region and keys, or that there are none. Undefined when AWS's own settings count. */
export function plainTarget(bucket: string, settings: CheckedSettings): Target | undefined {
  const { endpoint, region, accessKeyId, secretAccessKey, sessionToken, isAnonymous } = settings
  const keys = accessKeyId === undefined || secretAccessKey === undefined ? undefined : { accessKeyId, secretAccessKey, sessionToken }
  if (endpoint === undefined || region === undefined || settings.pathStyle === false) return undefined
  if (keys === undefined && isAnonymous !== true) return undefined
  const { protocol, hostname, port, pathname, search } = new URL(endpoint)
  if (search !== '') return undefined
  return {
    isSecure: protocol === 'https:',
    hostname,
    port: port === '' ? undefined : Number(port),
    basePath: `${pathname.replace(/\/+$/, '')}/${bucket}`,
    region,
    credentials: isAnonymous === true || keys === undefined ? undefined : () => Promise.resolve(keys),
    moveTo: undefined,
  }
}
