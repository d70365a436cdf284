import { rmSync, chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@reprise/client'
import {
  createTemporaryFolder,
  ensureS3,
  findFreePort,
  findPostgres,
  findSmallDisk,
  mountSmallDisk,
  requirePart,
  startPostgres,
  startRepriseServer,
  startS3,
  startTethered,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reprise, startReprise, untilOutput } from './reprise.ts'
import { diagnose } from './running/diagnose.ts'
import { findWithoutPrivileges } from './without-privileges.ts'

const s3Part = requirePart('an S3 server', await ensureS3())

let folder: TemporaryFolder
beforeAll(async () => void (folder = await createTemporaryFolder('doctor')))
afterAll(() => folder.remove())

const look = (uri: string, env: Record<string, string> = {}, within: readonly string[] = []) =>
  diagnose(uri, { cwd: folder.path, env, within })

describe('reprise doctor knows why uploads fail', () => {
  const disk = requirePart('a small disk', findSmallDisk())
  it.skipIf(disk.missing)(`the disk is full${disk.note}`, async () => {
    using small = await mountSmallDisk(join(folder.path, 'small'))
    const store = join(folder.path, 'full.db')
    const server = await startReprise(['server', '--port', '0', '--store', store, '--artifacts', join(small.path, 'a')], {
      within: small.within,
    })
    try {
      const uri = await addressOf(server)
      expect((await look(uri)).findings).toContainEqual({
        state: 'ok',
        about: 'upload',
        detail: 'artifacts can be uploaded and downloaded',
      })
      small.fill()
      const { troubles, problems } = await look(uri)
      expect(troubles).toEqual(['upload: disk-full'])
      expect(problems[0]?.hint).toContain('df -h')
      small.empty()
      small.makeReadOnly()
      expect((await look(uri)).troubles).toEqual(['upload: permissions'])
    } finally {
      await server.stop()
    }
  })

  const privileges = findWithoutPrivileges()
  const part = requirePart('a user without privileges', privileges)
  it.skipIf(part.missing)(`the server may not write there, or the folder is gone${part.note}`, async () => {
    const artifacts = join(folder.path, 'closed')
    const store = join(folder.path, 'closed.db')
    const server = await startReprise(['server', '--port', '0', '--store', store, '--artifacts', artifacts], { within: privileges.within })
    try {
      const uri = await addressOf(server)
      expect((await look(uri)).troubles).toEqual([])
      chmodSync(artifacts, 0o555)
      expect((await look(uri)).troubles).toEqual(['upload: permissions'])
      const here = await look(uri, { REPRISE_ARTIFACTS: artifacts }, privileges.within)
      expect(here.troubles).toEqual(['artifacts: permissions', 'upload: permissions'])
      chmodSync(artifacts, 0o755)
      rmSync(artifacts, { recursive: true })
      expect((await look(uri)).troubles).toEqual(['upload: folder-gone'])
    } finally {
      await server.stop()
    }
  })

  it.skipIf(s3Part.missing)(`S3 is not there, or does not want these keys${s3Part.note}`, async () => {
    await using s3 = await startS3()
    const bucket = await s3.createBucket()
    const artifacts = `s3://${bucket}/runs`
    const keys = { AWS_ACCESS_KEY_ID: s3.accessKeyId, AWS_SECRET_ACCESS_KEY: s3.secretAccessKey, AWS_ENDPOINT_URL_S3: s3.url }
    await using server = await startRepriseServer({ store: join(folder.path, 's3.db'), artifacts, env: keys })
    const nowhere = { HOME: folder.path, AWS_EC2_METADATA_DISABLED: 'true' }
    const here = (env: Record<string, string>, place = artifacts) => look(server.url, { ...nowhere, REPRISE_ARTIFACTS: place, ...env })
    const [whole, key, secret, missing, none] = [
      await here(keys),
      await here({ ...keys, AWS_ACCESS_KEY_ID: 'wrong' }),
      await here({ ...keys, AWS_SECRET_ACCESS_KEY: 'wrong' }),
      await here(keys, 's3://no-such-bucket/x'),
      await here({ AWS_ENDPOINT_URL_S3: s3.url }),
    ]
    expect(whole.findings).toContainEqual({ state: 'ok', about: 'artifacts', detail: `${artifacts} can be written` })
    expect([whole, key, secret, missing, none].map(({ troubles }) => troubles)).toEqual([
      [],
      ['artifacts: s3-access-key'],
      ['artifacts: s3-secret-key'],
      ['artifacts: s3-bucket'],
      ['artifacts: s3-no-keys'],
    ])
    // Runs whose artifacts are there need keys of their own.
    await createClient({ url: server.url }).createExperiment({ name: 'direct', artifact_location: `s3://${bucket}/direct` })
    expect((await look(server.url, { ...nowhere, ...keys })).findings).toContainEqual({
      state: 'ok',
      about: 'upload',
      detail: `s3://${bucket}/direct can be written`,
    })
    const direct = await look(server.url, { ...nowhere, ...keys, AWS_SECRET_ACCESS_KEY: 'wrong' })
    expect(direct.troubles).toEqual(['upload: s3-secret-key'])
    await createClient({ url: server.url }).createExperiment({ name: 'proxied' })
    // What the server finds out when somebody uploads: no fault of theirs, and nothing to log in for.
    rmSync(join(s3.folder, bucket), { recursive: true })
    expect((await look(server.url)).troubles).toEqual(['upload: s3-bucket'])
    const answer = await fetch(`${server.url}/api/2.0/mlflow-artifacts/artifacts/x`, { method: 'PUT', body: 'x' })
    expect([answer.status, await answer.json()]).toEqual([
      503,
      {
        error_code: 'TEMPORARILY_UNAVAILABLE',
        message: expect.stringContaining(`there is no bucket ${bucket}`) as string,
        hint: expect.any(String) as string,
      },
    ])
    await s3.stop()
    expect((await look(server.url)).troubles).toEqual(['upload: s3-unreachable'])
  })
})

/** An S3 server with these keys, which may take the place of one with others. */
async function startGateway(port: number, { ROOT_ACCESS_KEY, ROOT_SECRET_KEY }: Record<string, string>) {
  const found = await ensureS3()
  if (found.reason !== undefined) throw new Error(found.reason)
  const [data, sidecar] = [join(folder.path, 'gateway', 'data'), join(folder.path, 'gateway', 'sidecar')]
  mkdirSync(join(data, 'kept'), { recursive: true })
  mkdirSync(sidecar, { recursive: true })
  const gateway = await startTethered({
    command: found.binary,
    args: ['--port', `127.0.0.1:${port}`, '--quiet', '--keep-alive', 'posix', '--sidecar', sidecar, data],
    cwd: folder.path,
    env: { ...process.env, ROOT_ACCESS_KEY, ROOT_SECRET_KEY },
  })
  for (let tries = 0; tries < 600; tries++) {
    const answers = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    )
    if (answers) return gateway
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`The S3 server does not answer: ${gateway.output()}`)
}

it.skipIf(s3Part.missing)(`reprise doctor knows that the keys of the server were withdrawn while it runs${s3Part.note}`, async () => {
  const port = await findFreePort()
  const first = await startGateway(port, { ROOT_ACCESS_KEY: 'first-key', ROOT_SECRET_KEY: 'first-secret' })
  const env = { AWS_ACCESS_KEY_ID: 'first-key', AWS_SECRET_ACCESS_KEY: 'first-secret', AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}` }
  await using server = await startRepriseServer({ store: join(folder.path, 'withdrawn.db'), artifacts: 's3://kept/runs', env })
  expect((await look(server.url)).troubles).toEqual([])
  await first.stop({ signal: 'SIGKILL' })
  const second = await startGateway(port, { ROOT_ACCESS_KEY: 'first-key', ROOT_SECRET_KEY: 'second-secret' })
  expect((await look(server.url)).troubles).toEqual(['upload: s3-secret-key'])
  await second.stop({ signal: 'SIGKILL' })
  const third = await startGateway(port, { ROOT_ACCESS_KEY: 'second-key', ROOT_SECRET_KEY: 'second-secret' })
  expect((await look(server.url)).troubles).toEqual(['upload: s3-access-key'])
  await third.stop({ signal: 'SIGKILL' })
})

describe('reprise doctor knows what is wrong with the store', () => {
  it('says who has a file open', async () => {
    const store = join(folder.path, 'held.db')
    await using server = await startRepriseServer({ store, artifacts: join(folder.path, 'held') })
    const { findings } = await look(server.url, { REPRISE_STORE: store })
    expect(findings).toContainEqual(
      expect.objectContaining({ state: 'note', about: 'store', detail: `${store} is in use by process ${server.pid}` }),
    )
    // Looking has not taken it.
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
    mkdirSync(join(folder.path, 'empty'))
    const { stdout } = await reprise(['doctor', '--no-upload', '--tracking-uri', server.url], { cwd: join(folder.path, 'empty') })
    expect(stdout).not.toContain('upload')
  })

  const part = requirePart('PostgreSQL', findPostgres())
  it.skipIf(part.missing)(`PostgreSQL is away, or has no such database${part.note}`, async () => {
    await using postgres = await startPostgres()
    const url = await postgres.createDatabase()
    await using server = await startRepriseServer({ store: url, artifacts: join(folder.path, 'pg') })
    expect((await look(server.url, { REPRISE_STORE: url })).findings).toContainEqual(
      expect.objectContaining({ state: 'ok', about: 'store', detail: expect.stringContaining('PostgreSQL 1') as string }),
    )
    const other = new URL(url)
    other.pathname = '/no_such_database'
    expect((await look(server.url, { REPRISE_STORE: other.href })).troubles).toEqual(['store: postgres-database'])
    await postgres.stop()
    expect((await look(server.url, { REPRISE_STORE: url })).troubles).toEqual([
      'store: postgres-unreachable',
      'server: postgres-unreachable',
    ])
  })
})

async function addressOf(server: Parameters<typeof untilOutput>[0]): Promise<string> {
  return /http:\/\/[\w.]+:\d+/.exec(await untilOutput(server, /running at \S+/))?.[0] ?? ''
}
