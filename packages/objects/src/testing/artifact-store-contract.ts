import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { ArtifactStore } from '../artifact-store.ts'

const MIB = 1024 * 1024

/** What every artifact store owes. `open` answers the store of the test that runs: an empty one. */
export function describeArtifactStore(open: () => ArtifactStore): void {
  it('gives back the bytes that were put, and any range of them', async () => {
    const store = open()
    const path = '0/run/artifacts/a b/ü+%&=#?.txt'
    await store.put(path, chunks('hello ', 'again'))
    expect(await read(store, path)).toBe('hello again')
    const part = await store.get(path)
    expect(await text(part?.read({ start: 6, end: 8 }) ?? [])).toBe('aga')
    expect(part?.size).toBe(11)
    expect(Math.abs((part?.modified ?? 0) - Date.now())).toBeLessThan(600_000)
    expect(await store.stat(path)).toEqual({ size: 11 })
    expect([await store.stat('0/run'), await store.stat('none'), await store.get('0/run')]).toEqual([undefined, undefined, undefined])
  })

  it('keeps an empty file', async () => {
    const store = open()
    await store.put('empty', chunks())
    expect([await store.stat('empty'), await read(store, 'empty')]).toEqual([{ size: 0 }, ''])
  })

  it('leaves the old file when an upload breaks off, early or late', async () => {
    const store = open()
    await store.put('file', chunks('old'))
    await expect(store.put('file', broken(1))).rejects.toThrow('connection lost')
    await expect(store.put('file', broken(40))).rejects.toThrow('connection lost')
    expect(await read(store, 'file')).toBe('old')
    await expect(store.put('new', broken(40))).rejects.toThrow('connection lost')
    expect(await store.list('')).toEqual([{ name: 'file', isFolder: false, size: 3 }])
  })

  it('stores a stream of many pieces, whose memory is used again and again', async () => {
    const store = open()
    const hash = createHash('sha256')
    const piece = Buffer.alloc(700_001)
    const body = async function* () {
      for (let index = 0; index < 60; index++) {
        hash.update(piece.fill(index))
        yield piece
      }
    }
    await store.put('large', body())
    const file = await store.get('large')
    const found = createHash('sha256')
    for await (const chunk of file?.read() ?? []) found.update(chunk as Uint8Array)
    const digest = hash.digest('hex')
    expect([file?.size, found.digest('hex')]).toEqual([60 * 700_001, digest])
    expect([await store.copy('large', 'copy', digest), await store.copy('large', 'other', 'a'.repeat(64))]).toEqual([true, false])
    expect(await store.stat('copy')).toEqual({ size: 60 * 700_001 })
  })

  it('lists a folder by name in code point order', async () => {
    const store = open()
    for (const name of ['b.txt', 'a/x', 'a.b', 'B.txt', 'é', 'a/y/z']) await store.put(name, chunks(name))
    expect(await store.list('')).toEqual([
      { name: 'B.txt', isFolder: false, size: 5 },
      { name: 'a', isFolder: true, size: undefined },
      { name: 'a.b', isFolder: false, size: 3 },
      { name: 'b.txt', isFolder: false, size: 5 },
      { name: 'é', isFolder: false, size: 2 },
    ])
    expect((await store.list('a')).map(({ name, isFolder }) => [name, isFolder])).toEqual([
      ['x', false],
      ['y', true],
    ])
    expect(await store.list('a/x')).toEqual([])
    expect(await store.list('missing')).toEqual([])
  })

  it('deletes files and folders, and what was never there, and nothing whose name only begins so', async () => {
    const store = open()
    for (const path of ['folder/deep/file', 'folder/x', 'folder2/x', 'folder.x']) await store.put(path, chunks('x'))
    await store.delete('folder')
    await store.delete('folder')
    expect(await store.get('folder/deep/file')).toBeUndefined()
    expect((await store.list('')).map(({ name }) => name)).toEqual(['folder.x', 'folder2'])
    await store.delete('folder.x')
    expect(await store.stat('folder.x')).toBeUndefined()
  })

  it('goes on reading a file that is deleted meanwhile', async () => {
    const store = open()
    await store.put('file', chunks('x'.repeat(1_000_000)))
    const file = await store.get('file')
    await store.delete('file')
    expect((await text(file?.read() ?? [])).length).toBe(1_000_000)
  })

  it('never gives a mixture of the old bytes and the new ones', async () => {
    const store = open()
    const bytes = (letter: string) => letter.repeat(9 * MIB)
    await store.put('file', chunks(bytes('a')))
    const file = await store.get('file')
    await store.put('file', chunks(bytes('b')))
    const found = await text(file?.read() ?? []).catch((error: unknown) => error)
    if (typeof found === 'string') expect(found === bytes('a')).toBe(true)
    else expect(found).toMatchObject({ code: 'RESOURCE_CONFLICT' })
    expect((await read(store, 'file')) === bytes('b')).toBe(true)
  })

  it('keeps what is there when a file comes to stand below a file, or over a folder: refused, or kept beside', async () => {
    const store = open()
    await store.put('a', chunks('x'))
    await store.put('folder/file', chunks('x'))
    for (const path of ['a/b', 'folder']) {
      const error: unknown = await store.put(path, chunks('y')).catch((cause: unknown) => cause)
      if (error === undefined) expect(await read(store, path)).toBe('y')
      else expect(error).toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    }
    expect([await read(store, 'a'), await read(store, 'folder/file')]).toEqual(['x', 'x'])
  })

  it('copies a file that is the one that is meant, and goes its own way with the copy', async () => {
    const store = open()
    await store.put('a/file', chunks('hello'))
    expect(await store.copy('a/file', 'b/deep/file +ü', sha256('hello'))).toBe(true)
    expect(await store.copy('a/file', 'a/file', sha256('hello'))).toBe(true)
    await store.put('a/file', chunks('other'))
    expect(await read(store, 'b/deep/file +ü')).toBe('hello')
    expect(await store.copy('a/file', 'c', sha256('hello'))).toBe(false)
    expect(await store.copy('a/none', 'c', sha256('hello'))).toBe(false)
    expect(await store.copy('a', 'c', sha256('hello'))).toBe(false)
    expect(await store.stat('c')).toBeUndefined()
  })

  it('joins the parts of an upload in the order of the completion, whatever order they came in', async () => {
    const store = open()
    const uploads = store.uploads
    if (uploads === undefined) throw new Error('this store takes uploads in parts')
    const id = await uploads.create('big')
    const beginning = 'a'.repeat(5 * MIB)
    const second = await uploads.putPart(id, 2, chunks('world'))
    const first = await uploads.putPart(id, 1, chunks(beginning.slice(0, 1000), beginning.slice(1000)))
    const wrong = uploads.complete(id, 'big', [{ part: 1, etag: second }])
    await expect(wrong).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    await uploads.complete(id, 'big', [
      { part: 1, etag: `"${first}"` },
      { part: 2, etag: second },
    ])
    expect((await read(store, 'big')) === `${beginning}world`).toBe(true)
    await expect(uploads.putPart(id, 1, chunks('late'))).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    await expect(uploads.putPart(id, 0, chunks('x'))).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    await expect(uploads.abort('../../outside')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
  })

  it('forgets an upload that is given up', async () => {
    const { uploads, list } = open()
    if (uploads === undefined) throw new Error('this store takes uploads in parts')
    const id = await uploads.create('given up')
    const etag = await uploads.putPart(id, 1, chunks('x'))
    await uploads.abort(id)
    await expect(uploads.complete(id, 'given up', [{ part: 1, etag }])).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    expect(await list('')).toEqual([])
  })
}

/** A body of these texts. */
export async function* chunks(...texts: string[]): AsyncIterable<Uint8Array> {
  for (const one of texts) yield Buffer.from(one)
}

function sha256(bytes: string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export async function read(store: ArtifactStore, path: string): Promise<string | undefined> {
  const file = await store.get(path)
  return file === undefined ? undefined : text(file.read())
}

async function* broken(pieces: number): AsyncIterable<Uint8Array> {
  for (let index = 0; index < pieces; index++) yield Buffer.alloc(MIB)
  throw new Error('connection lost')
}

async function text(stream: AsyncIterable<unknown> | Iterable<unknown>): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
