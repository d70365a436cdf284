import { afterEach, describe, expect, it, vi } from 'vitest'
import { checkSettings } from '../check-settings.ts'
import type { BucketSettings } from '../bucket.ts'
import { openSdk } from '../sdk-client.ts'
import { findTarget } from './find-target.ts'
import { plainTarget } from './plain-target.ts'

const keys = { accessKeyId: 'k', secretAccessKey: 's' }
const find = async (settings: BucketSettings, bucket = 'bucket') => {
  const checked = checkSettings(settings)
  return findTarget(bucket, checked, await openSdk(checked))
}
afterEach(() => vi.unstubAllEnvs())

describe('where requests for a bucket go', () => {
  it.each([
    [{ ...keys, region: 'eu-central-1' }, 'https://bucket.s3.eu-central-1.amazonaws.com undefined '],
    [{ ...keys, region: 'cn-north-1' }, 'https://bucket.s3.cn-north-1.amazonaws.com.cn undefined '],
    [{ ...keys, region: 'eu-central-1', pathStyle: true }, 'https://s3.eu-central-1.amazonaws.com undefined /bucket'],
    [{ ...keys, region: 'x', endpoint: 'http://127.0.0.1:9000' }, 'http://127.0.0.1 9000 /bucket'],
    [{ ...keys, region: 'x', endpoint: 'http://[::1]:9000/below/' }, 'http://[::1] 9000 /below/bucket'],
    [{ isAnonymous: true, region: 'eu-central-1' }, 'https://bucket.s3.eu-central-1.amazonaws.com undefined '],
  ])('is where the SDK sends them: %o', async (settings, place) => {
    const targets = [await find(settings), plainTarget('bucket', checkSettings(settings))].filter((one) => one !== undefined)
    expect(targets.length).toBe('endpoint' in settings ? 2 : 1)
    for (const { isSecure, hostname, port, basePath, region, moveTo } of targets) {
      expect(`${isSecure ? 'https' : 'http'}://${hostname} ${port} ${basePath}`).toBe(place)
      expect(region).toBe(settings.region)
      expect(moveTo).toBeUndefined()
    }
  })

  it("goes by the settings of AWS's tools", async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'from-variables')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 's')
    vi.stubEnv('AWS_SESSION_TOKEN', 't')
    vi.stubEnv('AWS_REGION', 'ap-south-1')
    vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', 'true')
    const target = await find({})
    expect(target?.hostname).toBe('bucket.s3.dualstack.ap-south-1.amazonaws.com')
    expect(await target?.credentials?.()).toMatchObject({ accessKeyId: 'from-variables', sessionToken: 't' })
  })

  it('can be another region, where none was named', async () => {
    const target = await find(keys)
    expect(target?.region).toBe('us-east-1')
    const moved = await target?.moveTo?.('eu-west-3')
    expect([moved?.hostname, moved?.region, moved?.moveTo]).toEqual(['bucket.s3.eu-west-3.amazonaws.com', 'eu-west-3', undefined])
  })

  it('is left to the SDK where it signs otherwise', async () => {
    const outpost = 'arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01234567890123456/accesspoint/reports'
    expect(await find({ ...keys, region: 'us-west-2' }, outpost)).toBeUndefined()
  })
})
