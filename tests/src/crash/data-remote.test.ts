import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, ensureS3, requirePart, startS3 } from '@reprise/testing'
import { describe, expect, it } from 'vitest'
import { reprise, type Ended } from '../e2e/reprise.ts'
import { assertTidy, assertWhole } from './data/assert-whole.ts'
import { createFileAnswers, type Fault, type LyingServer, passOn, startLyingServer } from './data/lying-server.ts'
import { makePlace, type Place } from './data/place.ts'

const s3Part = requirePart('an S3 server', await ensureS3())
const FILES = 5

async function attempt(place: Place, ...args: readonly string[]): Promise<Ended> {
  const ended = await reprise(args, { cwd: place.folder, env: place.env })
  expect(ended.stderr).not.toContain('mistake')
  assertWhole(place)
  assertTidy(place)
  return ended
}

function writeData(place: Place, round: number): void {
  for (let index = 0; index < FILES; index++) place.write(`data/${index}`, `${round} ${index} `.repeat(10 + index * 20_000))
}

/** Everything that may go wrong, both ways; what was refused is then fetched and pushed as if nothing had been. `harmless` faults are got over. */
async function endure(server: LyingServer, place: Place, harmless: readonly Fault[]): Promise<void> {
  writeData(place, 0)
  await place.run('add', 'data')
  server.fault = 'error'
  expect(await attempt(place, 'push')).toMatchObject({ code: 1, stderr: expect.stringContaining('ERROR: ') })
  expect((await attempt(place, 'status', '--cloud')).stdout).toContain('new:')
  server.fault = 'errors at first'
  expect(await attempt(place, 'push')).toMatchObject({ code: 0, stderr: '' })
  for (const fault of ['cut', 'short', 'wrong', 'reset', 'slow', 'errors at first'] satisfies Fault[]) {
    rmSync(join(place.folder, '.dvc/cache'), { recursive: true, force: true })
    server.fault = fault
    const passes = harmless.includes(fault)
    const ended = await attempt(place, 'fetch')
    expect([fault, ended.code, ended.stderr]).toEqual([fault, passes ? 0 : 1, passes ? '' : expect.stringContaining('ERROR: ')])
  }
  rmSync(join(place.folder, '.dvc/cache'), { recursive: true, force: true })
  rmSync(join(place.folder, 'data'), { recursive: true })
  server.fault = 'wrong'
  expect(await attempt(place, 'pull')).toMatchObject({ code: 1 })
  server.fault = 'none'
  expect(await attempt(place, 'pull')).toMatchObject({ code: 0 })
  expect(await place.run('status')).toContain('up to date')
}

/** The data lie in the remote only at times, which `assertWhole` does not look into. */
async function makeRemotePlace(folder: string, url: string, options: Readonly<Record<string, string>>): Promise<Place> {
  const place = await makePlace(folder)
  await place.run('remote', 'modify', 'store', 'url', url)
  for (const [name, value] of Object.entries(options)) await place.run('remote', 'modify', '--local', 'store', name, value)
  return { ...place, precious: new Map(), write: (path, bytes) => (place.write(path, bytes), place.precious.clear()) }
}

describe('a remote that lies, breaks off or does not answer', () => {
  it('gives nothing that is wrong over HTTP', { timeout: 600_000 }, async () => {
    await using temporary = await createTemporaryFolder('data-remote')
    await using server = await startLyingServer(createFileAnswers())
    await endure(server, await makeRemotePlace(temporary.path, `${server.url}/store`, {}), ['slow', 'errors at first'])
  })

  it.skipIf(s3Part.missing)(`gives nothing that is wrong over S3${s3Part.note}`, { timeout: 600_000 }, async () => {
    await using temporary = await createTemporaryFolder('data-remote')
    await using s3 = await startS3()
    const bucket = await s3.createBucket()
    await using server = await startLyingServer(passOn(s3.url))
    const options = { endpointurl: server.url, access_key_id: s3.accessKeyId, secret_access_key: s3.secretAccessKey }
    await endure(server, await makeRemotePlace(temporary.path, `s3://${bucket}/store`, options), ['cut', 'slow', 'errors at first'])
  })
})
