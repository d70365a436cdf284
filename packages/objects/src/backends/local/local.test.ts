import { mkdtemp, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ArtifactStore } from '../../artifact-store.ts'
import { openLocalStore } from './index.ts'

describe('artifacts in a folder', () => {
  let root: string
  let store: ArtifactStore

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'reprise-artifacts-'))
    store = await openLocalStore(join(root, 'store'))
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  it('gives back the bytes that were put, and any range of them', async () => {
    await store.put('0/run/artifacts/a b/ü.txt', chunks('hello ', 'again'))
    expect(await read(store, '0/run/artifacts/a b/ü.txt')).toBe('hello again')
    const part = await store.get('0/run/artifacts/a b/ü.txt')
    expect(await text(part?.read({ start: 6, end: 8 }) ?? [])).toBe('aga')
  })

  it('leaves the old file, and no litter, when an upload breaks off', async () => {
    await store.put('file', chunks('old'))
    await expect(store.put('file', broken())).rejects.toThrow('connection lost')
    expect(await read(store, 'file')).toBe('old')
    expect(await readdir(join(root, 'store', '.uploads'))).toEqual([])
  })

  it('lists a folder by name in code point order, without its own staging folder', async () => {
    for (const name of ['b.txt', 'a/x', 'B.txt', 'é']) await store.put(name, chunks(name))
    expect(await store.list('')).toEqual([
      { name: 'B.txt', isFolder: false, size: 5 },
      { name: 'a', isFolder: true, size: undefined },
      { name: 'b.txt', isFolder: false, size: 5 },
      { name: 'é', isFolder: false, size: 2 },
    ])
    expect(await store.list('a/x')).toEqual([])
    expect(await store.list('missing')).toEqual([])
  })

  it('deletes files and folders, and what was never there', async () => {
    await store.put('folder/deep/file', chunks('x'))
    await store.delete('folder')
    await store.delete('folder')
    expect(await store.get('folder/deep/file')).toBeUndefined()
  })

  it('goes on reading a file that is deleted meanwhile', async () => {
    await store.put('file', chunks('x'.repeat(1_000_000)))
    const file = await store.get('file')
    await store.delete('file')
    expect((await text(file?.read() ?? [])).length).toBe(1_000_000)
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

  it('joins the parts of an upload in the order of the completion, whatever order they came in', async () => {
    const uploads = store.uploads
    if (uploads === undefined) throw new Error('a folder takes uploads in parts')
    const id = await uploads.create('big')
    const second = await uploads.putPart(id, 2, chunks('world'))
    const first = await uploads.putPart(id, 1, chunks('hello '))
    await expect(uploads.complete(id, 'big', [{ part: 1, etag: second }])).rejects.toThrow('was not uploaded')
    await uploads.complete(id, 'big', [
      { part: 1, etag: `"${first}"` },
      { part: 2, etag: second },
    ])
    expect(await read(store, 'big')).toBe('hello world')
    await expect(uploads.putPart(id, 1, chunks('late'))).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    await expect(uploads.abort('../../outside')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
  })
})

async function* chunks(...texts: string[]): AsyncIterable<Uint8Array> {
  for (const one of texts) yield Buffer.from(one)
}

async function* broken(): AsyncIterable<Uint8Array> {
  yield Buffer.from('half')
  throw new Error('connection lost')
}

async function read(store: ArtifactStore, path: string): Promise<string | undefined> {
  const file = await store.get(path)
  return file === undefined ? undefined : text(file.read())
}

async function text(stream: AsyncIterable<unknown> | Iterable<unknown>): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
