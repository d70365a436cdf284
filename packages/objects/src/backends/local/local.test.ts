import { mkdtemp, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ArtifactStore } from '../../artifact-store.ts'
import { chunks, describeArtifactStore, read } from '../../testing/artifact-store-contract.ts'
import { openLocalStore } from './index.ts'

describe('artifacts in a folder', () => {
  let root: string
  let store: ArtifactStore

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'reprise-artifacts-'))
    store = await openLocalStore(join(root, 'store'))
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  describeArtifactStore(() => store)

  it('leaves no litter when an upload breaks off, and never lists its staging folder', async () => {
    const broken = async function* () {
      yield Buffer.from('half')
      throw new Error('connection lost')
    }
    await expect(store.put('file', broken())).rejects.toThrow('connection lost')
    expect(await readdir(join(root, 'store', '.uploads'))).toEqual([])
    expect(await store.list('')).toEqual([])
  })

  it('survives folders that come and go', async () => {
    const rounds = Array.from({ length: 100 }, (_, index) => index)
    const results = await Promise.allSettled(
      rounds.flatMap((index) => [
        store.put(`a/b/${index}`, chunks('x')),
        store.list('a/b'),
        store.get(`a/b/${index}`).then((file) => file?.close()),
        store.delete('a'),
      ]),
    )
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'RESOURCE_CONFLICT' })
  })

  it('refuses a file below a file, and one over a folder', async () => {
    await store.put('a', chunks('x'))
    await store.put('folder/file', chunks('x'))
    await expect(store.put('a/b', chunks('y'))).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    await expect(store.put('folder', chunks('y'))).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    expect(await read(store, 'a')).toBe('x')
  })

  it('neither reads nor writes through links that lead out of it', async () => {
    const outside = join(root, 'outside')
    await mkdir(outside)
    await writeFile(join(outside, 'secret'), 'secret')
    await symlink(outside, join(root, 'store', 'link'))
    expect(await store.get('link/secret')).toBeUndefined()
    expect(await store.list('link')).toEqual([])
    await expect(store.put('link/new', chunks('x'))).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    await store.delete('link/secret')
    expect(await readdir(outside)).toEqual(['secret'])
  })
})
