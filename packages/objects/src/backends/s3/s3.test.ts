import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureS3, requirePart, type RunningS3, startS3 } from '@reprise/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ArtifactStore } from '../../artifact-store.ts'
import { chunks, describeArtifactStore, read } from '../../testing/artifact-store-contract.ts'
import { openS3Store } from './index.ts'

const part = requirePart('an S3 server', await ensureS3())

describe.skipIf(part.missing).each(['own', 'sdk'] as const)(`artifacts in a bucket, by %s requests${part.note}`, (requests) => {
  let s3: RunningS3
  let bucket: string
  let store: ArtifactStore
  let count = 0
  const open = (location: string, more: object = {}) =>
    openS3Store(location, { endpoint: s3.url, accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey, requests, ...more })

  beforeAll(async () => {
    s3 = await startS3()
    bucket = await s3.createBucket()
  })
  afterAll(() => s3.stop())
  beforeEach(async () => {
    store = await open(`s3://${bucket}/some where/${count++}`)
  })

  describeArtifactStore(() => store)

  it('takes endpoint and region from its URL, and is the same place by another name', async () => {
    await store.put('file', chunks('x'))
    const endpoint = encodeURIComponent(s3.url)
    const again = await open(`s3://${bucket}/some where/${count - 1}/?endpoint=${endpoint}&region=us-east-1&path-style=true`, {
      endpoint: undefined,
    })
    expect(await read(again, 'file')).toBe('x')
    const above = await open(`s3://${bucket}`)
    expect(await read(above, `some where/${count - 1}/file`)).toBe('x')
  })

  it('deletes folders of more files than one request takes, and lists them', async () => {
    const folder = join(s3.folder, bucket, 'some where', String(count - 1))
    for (const path of ['many/0', 'many/1', 'flat']) await mkdir(join(folder, path), { recursive: true })
    await Promise.all(Array.from({ length: 1_100 }, (_, index) => writeFile(join(folder, 'many', String(index % 2), String(index)), 'x')))
    await Promise.all(Array.from({ length: 1_005 }, (_, index) => writeFile(join(folder, 'flat', String(index)), 'x')))
    expect((await store.list('flat')).length).toBe(1_005)
    await store.delete('many')
    expect((await store.list('')).map(({ name }) => name)).toEqual(['flat'])
  })

  it('says what is wrong when it is opened', async () => {
    const code = (location: string, more: object = {}) =>
      open(location, more).then(
        () => 'opened',
        (error: { code: string }) => error.code,
      )
    expect(await code(`s3://no-such-bucket`)).toBe('RESOURCE_DOES_NOT_EXIST')
    expect(await code(`s3://${bucket}`, { accessKeyId: 'nobody' })).toBe('UNAUTHENTICATED')
    expect(await code(`s3://${bucket}`, { secretAccessKey: 'wrong' })).toBe('UNAUTHENTICATED')
    expect(await code(`s3://${bucket}`, { isAnonymous: true })).toBe('PERMISSION_DENIED')
    expect(await code(`s3://${bucket}`, { endpoint: 'http://127.0.0.1:1', connectTimeout: 500 })).toBe('TEMPORARILY_UNAVAILABLE')
    for (const location of [
      's3://',
      's3://a',
      's3://key:secret@bucket/x',
      `s3://${bucket}/../x`,
      `s3://${bucket}?keys=1`,
      `s3://${bucket}?path-style=maybe`,
    ])
      expect([location, await code(location)]).toEqual([location, 'INVALID_PARAMETER_VALUE'])
    await expect(open(`s3://${bucket}`, { endpoint: 'ftp://x' })).rejects.toThrow('is no endpoint')
  })

  it('refuses an upload whose name leads elsewhere', async () => {
    const { uploads } = store
    const forged = Buffer.from(JSON.stringify(['../other', 'x'])).toString('base64url')
    await expect(uploads?.putPart(forged, 1, chunks('x'))).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    const id = await uploads?.create('one')
    await expect(uploads?.complete(id ?? '', 'two', [])).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    const long = Array.from({ length: 12 }, () => 'x'.repeat(100)).join('/')
    await expect(store.put(long, chunks('x'))).rejects.toThrow('Invalid path')
  })

  it('takes a part that is larger than what is kept in memory', async () => {
    const { uploads } = store
    const id = (await uploads?.create('one')) ?? ''
    const piece = Buffer.alloc(1024 * 1024, 'x')
    const etag = await uploads?.putPart(
      id,
      1,
      (async function* () {
        for (let index = 0; index < 20; index++) yield piece
      })(),
    )
    await uploads?.complete(id, 'one', [{ part: 1, etag: etag ?? '' }])
    expect(await store.stat('one')).toEqual({ size: 20 * 1024 * 1024 })
  })
})
