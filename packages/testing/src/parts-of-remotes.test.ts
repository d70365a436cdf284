import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  ensureAsyncSsh,
  ensureAzurite,
  ensureGcs,
  ensureOpenSsh,
  ensureWebdav,
  requirePart,
  startAzurite,
  startGcs,
  startSsh,
  startWebdav,
} from './index.ts'

const asyncssh = requirePart('asyncssh', await ensureAsyncSsh())
// Without OpenSSH everything is tried over asyncssh.
const kinds = (await ensureOpenSsh()).reason === undefined ? (['openssh', 'asyncssh'] as const) : (['asyncssh'] as const)

test.skipIf(asyncssh.missing).each(kinds)(`%s listens and introduces itself${asyncssh.note}`, async (kind) => {
  await using server = await startSsh({ kind })
  expect(readFileSync(server.knownHosts, 'utf8')).toContain(server.hostKey.publicKey)
  expect(server.hostKey.fingerprint).toMatch(/^SHA256:[\w+/]{43}$/)
})

const azurite = requirePart('Azurite', await ensureAzurite())
const gcs = requirePart('a server of Google Cloud Storage', await ensureGcs())
const webdav = requirePart('a WebDAV server', await ensureWebdav())

describe('servers of files for tests', () => {
  test.skipIf(azurite.missing)(`Azurite has containers${azurite.note}`, async () => {
    await using server = await startAzurite()
    expect([await server.createContainer(), await server.createContainer()]).toEqual(['container-1', 'container-2'])
  })

  test.skipIf(gcs.missing)(`the server of Google Cloud Storage has buckets${gcs.note}`, async () => {
    await using server = await startGcs()
    const bucket = await server.createBucket()
    expect((await fetch(`${server.url}/storage/v1/b/${bucket}`)).status).toBe(200)
  })

  test.skipIf(webdav.missing)(`the WebDAV server asks for a password${webdav.note}`, async () => {
    await using server = await startWebdav()
    const authorization = `Basic ${Buffer.from(`${server.user}:${server.password}`).toString('base64')}`
    const ask = async (headers: Record<string, string>) => (await fetch(server.url, { method: 'OPTIONS', headers })).status
    expect([await ask({ authorization }), (await fetch(`${server.url}/x`)).status]).toEqual([200, 401])
  })
})
