import { expect, describe, test } from 'vitest'
import { requirePart } from '../skips.ts'
import { ensureS3 } from './binaries.ts'
import { startS3 } from './start-s3.ts'

const part = requirePart('an S3 server', await ensureS3())

describe.skipIf(part.missing)(`an S3 server for tests${part.note}`, () => {
  test('serves buckets to those who have its keys, and to nobody else', async () => {
    await using s3 = await startS3()
    const [one, two] = [await s3.createBucket(), await s3.createBucket()]
    expect(one).not.toBe(two)
    const answer = await fetch(`${s3.url}/${one}`)
    expect([answer.status, (await answer.text()).includes('AccessDenied')]).toEqual([403, true])
  })
})
