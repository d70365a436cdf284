import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
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
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Setting } from '../config/index.ts'
import { type FileServer, startFileServer } from '../testing/file-server.ts'
import { describeRemote } from '../testing/remote-store-contract.ts'
import { openRemote, toServerRemote } from './index.ts'

let temporary: TemporaryFolder
let count = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('remotes')))
afterAll(() => temporary.remove())

const remoteOf = (settings: Readonly<Record<string, Setting>>) => openRemote('r', new Map([['r', new Map(Object.entries(settings))]]))
const F = 'files/md5/8f/a14cdd754f91cc6554c9e71929cce7'
const fileOf = (content: string): { file: string; size: number } => {
  const file = join(temporary.path, `file-${count++}`)
  writeFileSync(file, content)
  return { file, size: content.length }
}

describe('a remote in a folder', () => {
  describeRemote(() => remoteOf({ url: join(temporary.path, String(count++)) }))

  test('keeps read-only files and no litter', async () => {
    const url = join(temporary.path, 'store')
    await using remote = await remoteOf({ url })
    await remote.put(F, fileOf('f'))
    await remote.put(F, fileOf('f'))
    expect((statSync(join(url, F)).mode & 0o777).toString(8)).toBe('444')
    expect(readdirSync(join(url, '.unfinished'))).toEqual([])
  })

  test('that is full, or closed, leaves nothing half-written', async () => {
    const url = join(temporary.path, 'file-in-the-way')
    mkdirSync(url)
    writeFileSync(join(url, 'files'), '')
    await using remote = await remoteOf({ url })
    await expect(remote.put(F, fileOf('f'))).rejects.toMatchObject({ name: 'RepriseError' })
    expect(readdirSync(join(url, '.unfinished'))).toEqual([])
  })
})

const part = requirePart('an S3 server', await ensureS3())
describe.skipIf(part.missing)(`a remote in a bucket${part.note}`, () => {
  let s3: RunningS3
  beforeAll(async () => void (s3 = await startS3()))
  afterAll(() => s3.stop())
  const settings = () => ({ endpointurl: s3.url, access_key_id: s3.accessKeyId, secret_access_key: s3.secretAccessKey })

  describeRemote(async () => remoteOf({ url: `s3://${await s3.createBucket()}/a/b`, ...settings() }))

  test('refuses bytes that are not those of their digest', async () => {
    await using remote = await remoteOf({ url: `s3://${await s3.createBucket()}`, ...settings() })
    await expect(remote.put(F, { ...fileOf('g'), md5: '8fa14cdd754f91cc6554c9e71929cce7' })).rejects.toMatchObject({ code: 'DATA_LOSS' })
    expect(await remote.has(F)).toBe(false)
  })

  test('that is not there is no empty one', async () => {
    await using remote = await remoteOf({ url: 's3://not-there', ...settings() })
    await expect(remote.has(F)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    await expect(remote.put(F, fileOf('f'))).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
  })

  test('takes its keys from a file, too', async () => {
    const { file } = fileOf(
      `[default]\naws_access_key_id = x\n[lab]\naws_access_key_id=${s3.accessKeyId}\naws_secret_access_key = ${s3.secretAccessKey}\n`,
    )
    const url = `s3://${await s3.createBucket()}`
    await using remote = await remoteOf({
      url,
      endpointurl: s3.url.replace('http://', ''),
      use_ssl: false,
      credentialpath: file,
      profile: 'lab',
    })
    expect(await remote.has(F)).toBe(false)
    await expect(remoteOf({ url, credentialpath: file, profile: 'none' })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    await expect(remoteOf({ url, sse_customer_key: 'x' })).rejects.toMatchObject({ code: 'NOT_IMPLEMENTED' })
  })
})

describe('a remote behind HTTP', () => {
  const servers: FileServer[] = []
  const start = async () => {
    const server = await startFileServer(join(temporary.path, String(count++)))
    servers.push(server)
    return server
  }
  afterAll(async () => {
    for (const server of servers) await server[Symbol.asyncDispose]()
  })
  describeRemote(async () => remoteOf({ url: `${(await start()).url}/a/` }))

  test('is asked as DVC asks', async () => {
    const server = await start()
    await using remote = await remoteOf({ url: `${server.url}/a`, auth: 'basic', user: 'u', password: 'p' })
    await remote.put(F, fileOf('f'))
    expect(server.headers().authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`)
    await using other = await remoteOf({ url: server.url, method: 'PUT', auth: 'custom', custom_auth_header: 'X-Key', password: 'k' })
    await other.put(F, fileOf('f'))
    expect([server.headers()['x-key'], await other.has(F)]).toEqual(['k', true])
    expect(server.asked).toEqual([`POST /a/${F}`, `PUT /${F}`, `HEAD /${F}`])
  })

  test('is asked again after what may pass, and not after what does not', async () => {
    const server = await start()
    await using remote = await remoteOf({ url: server.url })
    server.failures.push(503, 429)
    await remote.put(F, fileOf('f'))
    expect(server.asked.length).toBe(3)
    server.failures.push(403)
    await expect(remote.has(F)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    server.failures.push(405)
    await expect(remote.put(F, fileOf('f'))).rejects.toThrow('405')
    await using nobody = await remoteOf({ url: 'http://127.0.0.1:9' })
    await expect(nobody.has(F)).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
  })
})

describe('what a server behind HTTP says in other ways', () => {
  let server: Server | undefined
  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })
  const serve = async (answer: (response: ServerResponse, path: string) => void) => {
    server = createServer(({ url = '' }, response) => answer(response, url))
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    return remoteOf({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  }

  test.each<[string, (response: ServerResponse, path: string) => void]>([
    [
      'it is elsewhere',
      (response, path) => (path === '/there' ? response.end('f') : response.writeHead(302, { location: '/there' }).end()),
    ],
    ['it is packed', (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('f'))],
  ])('is got: %s', async (_, answer) => {
    await using remote = await serve(answer)
    const { file } = fileOf('')
    for (const target of [`${file}-1`, `${file}-2`]) {
      expect(await remote.get(F, target)).toEqual({ md5: '8fa14cdd754f91cc6554c9e71929cce7', size: 1 })
      expect(readFileSync(target, 'utf8')).toBe('f')
    }
  })

  test.each([10, 1_000_000])('leaves no file when it breaks off: %i bytes', async (size) => {
    await using remote = await serve((response) => {
      response.writeHead(200, { 'content-length': size })
      response.write('f')
      setTimeout(() => response.destroy(), 10)
    })
    const { file } = fileOf('')
    await expect(remote.get(F, `${file}-1`)).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
    expect(existsSync(`${file}-1`)).toBe(false)
  })
})

describe('a remote on our own server', () => {
  let server: RunningRepriseServer
  beforeAll(async () => {
    const folder = join(temporary.path, 'server')
    mkdirSync(folder)
    server = await startRepriseServer({ store: join(folder, 'runs.db'), artifacts: join(folder, 'artifacts') })
  })
  afterAll(() => server.stop())
  describeRemote(() => remoteOf({ ...toServerRemote(`${server.url.replace('http', 'reprise')}/team/data ${count++}`) }))

  test('has a URL that DVC understands', () => {
    expect(toServerRemote('reprise+https://ml.lan/data/')).toEqual({
      url: 'https://ml.lan/api/2.0/mlflow-artifacts/artifacts/dvc/data',
      method: 'PUT',
    })
    expect(toServerRemote('https://ml.lan/data')).toBeUndefined()
    for (const url of ['reprise://ml.lan', 'reprise://ml.lan/', 'reprise://ml.lan/../x'])
      expect(() => toServerRemote(url)).toThrow('which remote')
  })
})

describe('opening a remote', () => {
  const open = (name: string, remotes: Readonly<Record<string, Readonly<Record<string, Setting>>>>) =>
    openRemote(name, new Map(Object.entries(remotes).map(([key, value]) => [key, new Map(Object.entries(value))])))

  test('follows a remote of a remote, and not in circles', async () => {
    const root = join(temporary.path, 'base')
    await using remote = await open('b', { a: { url: root, jobs: 3 }, b: { url: 'remote://A/below' } })
    expect([remote.url, remote.jobs]).toEqual([join(root, 'below'), 3])
    await expect(open('a', { a: { url: 'remote://a/x' } })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
  })

  test('says what it can not reach', async () => {
    await expect(open('x', { y: { url: '/tmp' } })).rejects.toThrow("no remote 'x'")
    await expect(open('x', { x: { url: 'hdfs://host/path' } })).rejects.toMatchObject({ code: 'NOT_IMPLEMENTED' })
    await expect(open('x', { x: { url: 'abc://host/path' } })).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    await expect(open('x', { x: { url: 's3://bucket', version_aware: true } })).rejects.toMatchObject({ code: 'NOT_IMPLEMENTED' })
  })
})
