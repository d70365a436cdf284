import { openHttpClient } from '../../http/index.ts'
import { type CheckedSettings, toTlsOptions } from '../check-settings.ts'
import type { Sdk } from '../sdk-client.ts'
import { plainTarget } from './plain-target.ts'
import type { ObjectRequests } from './object-requests.ts'
import { createOwnRequests } from './own-requests.ts'

/** Our own requests for what they can reach, else AWS's SDK, which is also who says where that is when the settings do not. */
export async function chooseRequests(bucket: string, settings: CheckedSettings, sdk: () => Promise<Sdk>): Promise<ObjectRequests> {
  const target = settings.requests === 'sdk' ? undefined : (plainTarget(bucket, settings) ?? (await askSdk(bucket, settings, sdk)))
  if (target === undefined) {
    const { createSdkRequests } = await import('./sdk-requests.ts')
    return createSdkRequests({ ...(await sdk()), bucket })
  }
  const { sockets, connectTimeout, idleTimeout, write = {} } = settings
  const http = await openHttpClient({ sockets, connectTimeout, idleTimeout, tls: target.isSecure ? toTlsOptions(settings) : {} })
  return createOwnRequests({ target, http, write })
}

async function askSdk(bucket: string, settings: CheckedSettings, sdk: () => Promise<Sdk>) {
  const { findTarget } = await import('./find-target.ts')
  return findTarget(bucket, settings, await sdk())
}
