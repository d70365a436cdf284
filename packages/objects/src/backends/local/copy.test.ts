import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ArtifactStore } from '../../artifact-store.ts'
import { openLocalStore } from './index.ts'

describe('a copy in a folder', () => {
  let root: string
  let store: ArtifactStore

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'reprise-copy-'))
    store = await openLocalStore(root)
    await store.put('a/file', chunk('hello'))
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  it('takes no room, and goes its own way when either is replaced or deleted', async () => {
    expect(await store.copy('a/file', 'b/deep/file', digest('hello'))).toBe(true)
    expect((await stat(join(root, 'b/deep/file'))).ino).toBe((await stat(join(root, 'a/file'))).ino)
    await store.put('a/file', chunk('other'))
    expect(await read(store, 'b/deep/file')).toBe('hello')
    await store.delete('b')
    expect(await read(store, 'a/file')).toBe('other')
  })

  it('is refused when the file is another or not there, and leaves nothing', async () => {
    expect(await store.copy('a/file', 'b/file', digest('other'))).toBe(false)
    expect(await store.copy('a/none', 'b/file', digest('hello'))).toBe(false)
    expect(await store.copy('a', 'b/file', digest('hello'))).toBe(false)
    expect(await store.get('b/file')).toBeUndefined()
    expect(await readdir(join(root, '.uploads'))).toEqual([])
  })

  it('onto itself changes nothing and leaves no litter', async () => {
    expect(await store.copy('a/file', 'a/file', digest('hello'))).toBe(true)
    expect(await read(store, 'a/file')).toBe('hello')
    expect(await readdir(join(root, '.uploads'))).toEqual([])
  })

  it('never reaches outside', async () => {
    await expect(store.copy('.uploads/x', 'b', digest('hello'))).rejects.toThrow('Invalid path')
    await expect(store.copy('a/file', '.uploads/x', digest('hello'))).rejects.toThrow('Invalid path')
  })
})

async function* chunk(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text)
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

async function read(store: ArtifactStore, path: string): Promise<string> {
  const file = await store.get(path)
  return Buffer.concat((await file?.read().toArray()) ?? []).toString()
}
