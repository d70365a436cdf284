import { join } from 'node:path'
import {
  createTemporaryFolder,
  ensureS3,
  requirePart,
  type RunningRepriseServer,
  type RunningS3,
  startRepriseServer,
  startS3,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reprise } from './reprise.ts'

const part = requirePart('an S3 server', await ensureS3())

describe.skipIf(part.missing)(`a server that keeps artifacts in S3${part.note}`, () => {
  let s3: RunningS3
  let folder: TemporaryFolder
  let server: RunningRepriseServer
  let env: Record<string, string>
  beforeAll(async () => {
    s3 = await startS3()
    folder = await createTemporaryFolder('s3')
    env = { AWS_ACCESS_KEY_ID: s3.accessKeyId, AWS_SECRET_ACCESS_KEY: s3.secretAccessKey, AWS_ENDPOINT_URL_S3: s3.url }
    server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: `s3://${await s3.createBucket()}/runs`, env })
  })
  afterAll(async () => {
    await server?.stop()
    await s3?.stop()
    await folder?.remove()
  })
  const url = (path: string): string => `${server.url}/api/2.0/mlflow-artifacts/${path}`

  it('takes files, gives them back in whole and in part, lists and deletes them', async () => {
    const body = Buffer.alloc(20 * 1024 * 1024, 'artifact ')
    expect((await fetch(url('artifacts/0/run/artifacts/big file.bin'), { method: 'PUT', body })).status).toBe(200)
    const whole = Buffer.from(await (await fetch(url('artifacts/0/run/artifacts/big file.bin'))).arrayBuffer())
    expect(whole.equals(body)).toBe(true)
    const range = await fetch(url('artifacts/0/run/artifacts/big file.bin'), { headers: { range: 'bytes=9-16' } })
    expect([range.status, await range.text()]).toEqual([206, 'artifact'])
    const head = await fetch(url('artifacts/0/run/artifacts/big file.bin'), { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe(String(body.length))
    expect(await (await fetch(url('artifacts?path=0/run/artifacts'))).json()).toEqual({
      files: [{ path: 'big file.bin', is_dir: false, file_size: body.length }],
    })
    await fetch(url('artifacts/0/run'), { method: 'DELETE' })
    expect((await fetch(url('artifacts/0/run/artifacts/big file.bin'))).status).toBe(404)
    expect((await fetch(url('artifacts/%252e%252e/x'), { method: 'PUT', body: 'x' })).status).toBe(400)
  })

  it('takes uploads in parts, as MLflow clients make them', async () => {
    const parts = ['a'.repeat(5 * 1024 * 1024), 'b']
    const created = await fetch(url('mpu/create/models/m.bin'), { method: 'POST', body: JSON.stringify({ path: 'm.bin', num_parts: 2 }) })
    const { upload_id, credentials } = (await created.json()) as { upload_id: string; credentials: { url: string; part_number: number }[] }
    const sent = await Promise.all(
      credentials.map(async (one, index) => {
        const answer = await fetch(one.url, { method: 'PUT', body: parts[index] ?? '' })
        return { part_number: one.part_number, etag: answer.headers.get('etag'), url: one.url }
      }),
    )
    const done = await fetch(url('mpu/complete/models/m.bin'), {
      method: 'POST',
      body: JSON.stringify({ path: 'm.bin', upload_id, parts: sent }),
    })
    expect(done.status).toBe(200)
    expect((await (await fetch(url('artifacts/models/m.bin'))).text()) === parts.join('')).toBe(true)
  })

  it('does not start without a bucket that can be reached, and says why', async () => {
    const start = (place: string, more: Record<string, string> = {}) =>
      reprise(['server', '--port', '0', '--store', join(folder.path, 'other.db'), '--artifacts', place], { env: { ...env, ...more } })
    const missing = await start('s3://no-such-bucket')
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('there is no bucket no-such-bucket')])
    const wrong = await start('s3://bucket-1', { AWS_SECRET_ACCESS_KEY: 'wrong' })
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('the service does not know these keys')])
  })
})
