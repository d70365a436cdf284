import { createClient } from '@reprise/client'
import { ensureS3, requirePart, type RunningS3, startS3 } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const part = requirePart('an S3 server', await ensureS3())

async function readWhole(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())
}

describe.skipIf(part.missing)(`artifacts in S3 itself${part.note}`, () => {
  let s3: RunningS3
  let root: string
  beforeAll(async () => {
    s3 = await startS3()
    root = `s3://${await s3.createBucket()}/runs/1/artifacts`
  })
  afterAll(() => s3?.stop())

  const connect = (more: Record<string, string> = {}) => {
    const { accessKeyId, secretAccessKey, region, url: endpoint } = s3
    // Nothing is asked of the tracking server: there is none.
    return createClient({ url: 'http://127.0.0.1:1', retries: 0, s3: { accessKeyId, secretAccessKey, region, endpoint, ...more } })
  }
  const read = async (uri: string, path: string): Promise<string> =>
    new TextDecoder().decode(await readWhole(await connect().downloadArtifact(uri, path)))

  it('are written, read, listed by folder, and deleted', async () => {
    const client = connect()
    const names = ['a b/ü%+&.txt', 'models/deep/m.json', "models/it's (1).txt", 'top.txt', 'empty']
    for (const name of names) await client.uploadArtifact(root, name, new TextEncoder().encode(name === 'empty' ? '' : `bytes of ${name}`))
    for (const name of names) expect(await read(root, name)).toBe(name === 'empty' ? '' : `bytes of ${name}`)
    expect(await client.listArtifacts(root)).toEqual([
      { path: 'a b', isFolder: true },
      { path: 'models', isFolder: true },
      { path: 'empty', isFolder: false, size: 0 },
      { path: 'top.txt', isFolder: false, size: 16 },
    ])
    expect(await client.listArtifacts(`${root}/`, 'a b/')).toEqual([{ path: 'a b/ü%+&.txt', isFolder: false, size: 22 }])
    expect(await client.listArtifacts(root, 'models')).toEqual([
      { path: 'models/deep', isFolder: true },
      { path: "models/it's (1).txt", isFolder: false, size: 28 },
    ])
    expect(await client.listArtifacts(root, 'nothing')).toEqual([])
    await client.deleteArtifact(root, 'models')
    await client.deleteArtifact(root, 'top.txt')
    await client.deleteArtifact(root, 'never there')
    expect((await client.listArtifacts(root)).map(({ path }) => path)).toEqual(['a b', 'empty'])
  })

  it('are uploaded in parts when they are large, from bytes and from streams', async () => {
    const client = connect()
    const large = new Uint8Array(33 * 1024 * 1024 + 5).map((_, index) => index % 251)
    const stream = () => new Blob([large]).stream()
    for (const [name, content] of [
      ['bytes', large] as const,
      ['stream', stream] as const,
      ['exact', large.subarray(0, 16 * 1024 * 1024)] as const,
    ]) {
      await client.uploadArtifact(root, `large/${name}`, content)
      const back = await readWhole(await client.downloadArtifact(root, `large/${name}`))
      expect(Buffer.compare(back, content instanceof Uint8Array ? content : large)).toBe(0)
    }
  })

  it('leave nothing behind when the content of an upload fails on the way', async () => {
    let sent = 0
    const failing = (): ReadableStream<Uint8Array> =>
      new ReadableStream({
        pull: (controller) => {
          sent += 1
          if (sent > 3) controller.error(new Error('the disk is gone'))
          else controller.enqueue(new Uint8Array(8 * 1024 * 1024))
        },
      })
    await expect(connect().uploadArtifact(root, 'half/way', failing)).rejects.toThrow('the disk is gone')
    expect(await connect().listArtifacts(root, 'half')).toEqual([])
  })

  it('say what is wrong in the words of the service, with what can be done', async () => {
    await expect(connect().downloadArtifact(root, 'none.txt')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    const upload = (more: Record<string, string>, uri = root) => connect(more).uploadArtifact(uri, 'x', new Uint8Array(1))
    await expect(upload({ secretAccessKey: 'wrong' })).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining('The upload of x: S3 answered 403 SignatureDoesNotMatch'),
      hint: 'AWS_SECRET_ACCESS_KEY is not the one of AWS_ACCESS_KEY_ID.',
    })
    await expect(upload({ accessKeyId: 'nobody' })).rejects.toMatchObject({ hint: 'The service does not know AWS_ACCESS_KEY_ID.' })
    await expect(upload({}, 's3://no-such-bucket/x')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      hint: expect.stringContaining('Make the bucket'),
    })
    await expect(upload({ endpoint: 'http://127.0.0.1:1' })).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
    await expect(upload({}, 's3://')).rejects.toThrow("'s3://' names no bucket")
    await expect(connect().uploadArtifact(root, '../x', new Uint8Array(1))).rejects.toThrow("Invalid artifact path '../x'")
  })
})
