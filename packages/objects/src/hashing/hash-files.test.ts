import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, lstatSync, mkdirSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashAlgorithms, type Hashes } from './algorithms.ts'
import { hashFile, READ_BYTES } from './hash-file.ts'
import { type FileToHash, hashFiles } from './hash-files.ts'
import { planBatches } from './plan-batches.ts'

let folder: TemporaryFolder
beforeAll(async () => void (folder = await createTemporaryFolder('hashing')))
afterAll(() => folder.remove())

function make(name: string, content: string | Uint8Array): FileToHash & { readonly path: string } {
  const path = join(folder.path, name)
  writeFileSync(path, content)
  return { path, state: lstatSync(path, { bigint: true }) }
}

function expected(content: string | Uint8Array): Hashes {
  return Object.fromEntries(hashAlgorithms.map((name) => [name, createHash(name).update(content).digest('hex')]))
}

const tools = { algorithms: hashAlgorithms, buffer: Buffer.alloc(READ_BYTES), onBytes: () => undefined }
const nowhere = { bytes: new Uint8Array(200), offset: 0 }

describe('hashFiles', () => {
  it('computes every digest in one pass, whatever the size', async () => {
    const sizes = [0, 1, READ_BYTES - 1, READ_BYTES, READ_BYTES + 1, 3 * READ_BYTES + 5]
    const contents = sizes.map((size) => Buffer.from(Array.from({ length: size }, (_, index) => (index * 7 + size) & 255)))
    const outcomes = await hashFiles(
      contents.map((content, index) => make(`sized-${index}`, content)),
      { algorithms: hashAlgorithms },
    )
    expect(outcomes.map((outcome) => outcome.kind === 'hashed' && outcome.hashes)).toEqual(contents.map(expected))
  })

  it('answers in the order of the files, from several threads, for names of any bytes', async () => {
    const names = Array.from({ length: 1_500 }, (_, index) => `many-${index}`)
    const files: FileToHash[] = names.map((name) => make(name, name))
    const path = Buffer.concat([Buffer.from(join(folder.path, 'odd-')), Buffer.from([0xff, 0x0a, 0xfe])])
    writeFileSync(path, 'odd')
    files.push({ path, state: lstatSync(path, { bigint: true }) })
    let last = { files: 0, bytes: 0 }
    const outcomes = await hashFiles(files, { algorithms: ['sha256'], threads: 2, onProgress: (progress) => (last = progress) })
    const digests = outcomes.map((outcome) => (outcome.kind === 'hashed' ? outcome.hashes.sha256 : outcome.reason))
    expect(digests).toEqual([...names, 'odd'].map((content) => expected(content).sha256))
    expect(last).toEqual({ files: 1_501, bytes: names.join('').length + 3 })
  })

  it('waits for no FIFO or socket that took the place of a file, and follows no link', async () => {
    const [fifo, link, gone, open] = [make('fifo', 'x'), make('link', 'x'), make('gone', 'x'), make('socket', 'x')] as const
    for (const { path } of [fifo, link, gone, open]) unlinkSync(path)
    execFileSync('mkfifo', [fifo.path])
    symlinkSync('/etc/passwd', link.path)
    const server = createServer().listen(open.path)
    await new Promise((resolve) => server.once('listening', resolve))
    const outcomes = await hashFiles([fifo, link, gone, open], { algorithms: ['sha256'] })
    server.close()
    expect(outcomes.map(({ kind }) => kind)).toEqual(['special', 'special', 'changed', 'special'])
  })

  it('says why a file can not be read', async () => {
    // Reading the memory of a process at address 0 fails for everybody, root included.
    const path = '/proc/self/mem'
    const [outcome] = await hashFiles([{ path, state: lstatSync(path, { bigint: true }) }], { algorithms: ['md5'] })
    expect(outcome).toEqual({ kind: 'unreadable', reason: 'EIO' })
  })

  it('gives up when it is told to', async () => {
    const file = make('vast', '')
    truncateSync(file.path, 8 * 2 ** 30)
    const vast = { ...file, state: lstatSync(file.path, { bigint: true }) }
    const controller = new AbortController()
    const options = { algorithms: hashAlgorithms, signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) }
    await expect(hashFiles([vast, vast, vast], options)).rejects.toThrow('enough')
    await expect(hashFiles([vast], options)).rejects.toThrow('enough')
    truncateSync(file.path)
  })
})

describe('hashFile', () => {
  it.each([
    ['grows', (path: string) => appendFileSync(path, 'more')],
    ['is cut', (path: string) => truncateSync(path, 10)],
    ['is written over with as many bytes', (path: string) => writeFileSync(path, 'x'.repeat(2 * READ_BYTES))],
  ])('reports a file that %s while it is read', (what, change) => {
    const path = join(folder.path, `changing-${what.length}`)
    writeFileSync(path, 'a'.repeat(2 * READ_BYTES))
    // The clock of the file system may tick only every ten milliseconds.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25)
    let pieces = 0
    const onBytes = (): void => {
      if (pieces++ === 0) change(path)
    }
    expect(hashFile(path, { ...tools, onBytes }, nowhere)).toEqual({ kind: 'changed', reason: 'it changed while it was read' })
  })

  it('ends with a file that grows faster than it is read', () => {
    const path = join(folder.path, 'endless')
    writeFileSync(path, 'a'.repeat(READ_BYTES))
    const onBytes = (): void => appendFileSync(path, 'a'.repeat(READ_BYTES))
    expect(hashFile(path, { ...tools, onBytes }, nowhere).kind).toBe('changed')
  })

  it('reads no folder', () => {
    mkdirSync(join(folder.path, 'folder'))
    expect(hashFile(join(folder.path, 'folder'), tools, nowhere).kind).toBe('special')
  })
})

describe('planBatches', () => {
  it('puts every file into one batch, large ones alone and first', () => {
    const sizes = [10, 50_000_000, 20, 9_000_000, ...Array.from({ length: 600 }, () => 1)]
    const batches = planBatches(sizes)
    expect(batches.slice(0, 2)).toEqual([[1], [3]])
    expect(batches.flat().toSorted((a, b) => a - b)).toEqual([...sizes.keys()])
    expect(batches.slice(2).map((batch) => batch.length)).toEqual([256, 256, 90])
  })
})
